namespace EventSnn.Networks.FixedFeedback;

/// <summary>
/// A piecewise-smooth approximation of a neuron's own rate, E(j) = max(0, c1 tanh(c2 j)), whose derivative is the intracellular
/// teaching signal of fixed-feedback learning.
/// </summary>
/// <param name="C1">Height.</param>
/// <param name="C2">Steepness per unit of current.</param>
public readonly record struct RateCurve(double C1, double C2)
{
    /// <summary>The share of time that the output of a neuron is 1.</summary>
    /// <param name="current">j.</param>
    /// <returns>At least 0.</returns>
    public double Value(double current) => Math.Max(0, C1 * Math.Tanh(C2 * current));

    /// <summary>E'(j).</summary>
    /// <param name="current">j.</param>
    /// <returns>At least 0; 0 for j of at most 0.</returns>
    public double Derivative(double current)
    {
        double t = Math.Tanh(C2 * current);
        return current > 0 ? C1 * C2 * (1 - (t * t)) : 0;
    }

    /// <summary>Fits the curve to simulated neurons under constant current, by least squares.</summary>
    /// <param name="options">The neuron.</param>
    /// <param name="largest">Currents from 0 to this are simulated.</param>
    /// <returns>The curve and its root mean square error in duty cycle.</returns>
    public static (RateCurve Curve, double Error) Fit(FixedFeedbackOptions options, double largest = 40)
    {
        ArgumentNullException.ThrowIfNull(options);
        const int points = 161;
        var currents = new double[points];
        var duties = new double[points];
        for (int i = 0; i < points; i++)
        {
            currents[i] = largest * i / (points - 1);
            duties[i] = DutyCycle(options, currents[i]);
        }

        // For every steepness the best height is a ratio of sums; the steepness is found by golden section.
        (double low, double high) = (1e-3, 1);
        double ratio = (Math.Sqrt(5) - 1) / 2;
        for (int n = 0; n < 80; n++)
        {
            double a = high - (ratio * (high - low));
            double b = low + (ratio * (high - low));
            if (Residual(currents, duties, a).Error < Residual(currents, duties, b).Error)
            {
                high = b;
            }
            else
            {
                low = a;
            }
        }

        double steepness = (low + high) / 2;
        (double height, double error) = Residual(currents, duties, steepness);
        return (new(height, steepness), error);
    }

    /// <summary>The share of steps in which a simulated neuron's output is 1 under a constant current.</summary>
    /// <param name="options">The neuron.</param>
    /// <param name="current">j.</param>
    /// <returns>In [0, 1].</returns>
    public static double DutyCycle(FixedFeedbackOptions options, double current)
    {
        ArgumentNullException.ThrowIfNull(options);
        const int steps = 20_000;
        double v = 0;
        int held = 0;
        int on = 0;
        for (int t = 0; t < steps; t++)
        {
            on += StickyNeuron.Step(options, current, ref v, ref held) ? 1 : 0;
        }

        return (double)on / steps;
    }

    private static (double Height, double Error) Residual(double[] currents, double[] duties, double steepness)
    {
        double cross = 0;
        double square = 0;
        for (int i = 0; i < currents.Length; i++)
        {
            double t = Math.Tanh(steepness * currents[i]);
            cross += t * duties[i];
            square += t * t;
        }

        double height = cross / square;
        double sum = 0;
        for (int i = 0; i < currents.Length; i++)
        {
            double d = duties[i] - (height * Math.Tanh(steepness * currents[i]));
            sum += d * d;
        }

        return (height, Math.Sqrt(sum / currents.Length));
    }
}
