using EventSnn.Events.Random;

namespace EventSnn.Networks.SpikeProp;

/// <summary>
/// SpikeProp (Bohte, Kok and La Poutre 2002): neurons that spike once, connected by several delayed synapses each, learn spike times
/// by gradient descent. u_j(t) = sum_i sum_k w_ijk eps(t - t_i - d_k), eps(s) = s / tau exp(1 - s / tau) for s &gt; 0; the spike is the
/// first time at which u reaches the threshold.
/// </summary>
/// <remarks>
/// E = 1/2 sum (t - target)^2. Since u(t) = threshold fixes t, dt/dw = -eps / u'(t), u' the slope at the spike; the chain goes on to
/// the hidden times by du/dt_i = -sum_k w eps'. Two layers. Slopes are kept above <see cref="SmallestSlope"/>, else a grazing
/// spike takes an endless step.
/// </remarks>
public sealed class SpikePropNetwork
{
    /// <summary>The smallest slope at a spike that the gradient divides by, per ms.</summary>
    public const double SmallestSlope = .1;

    private const double Resolution = .25;
    private readonly double tau;
    private readonly double threshold;
    private readonly double horizon;
    private readonly int[] sizes;
    private readonly int delays;
    private readonly double[][] times;
    private readonly double[][] weights; // per layer [neuron, input, delay]
    private readonly double[] sign;

    /// <summary>Creates a network with fresh weights.</summary>
    /// <param name="inputs">Input spikes.</param>
    /// <param name="hidden">Hidden neurons.</param>
    /// <param name="outputs">Output neurons.</param>
    /// <param name="seed">Equal seeds give equal weights.</param>
    /// <param name="delays">Synapses per connection, with delays 1, 2, ... ms.</param>
    /// <param name="tau">Time constant of the response in ms.</param>
    /// <param name="threshold">Above 0.</param>
    /// <param name="inhibitory">Hidden neurons whose outgoing weights count negative; the last ones.</param>
    /// <param name="horizon">The latest time at which a neuron may spike, in ms; one that does not is taken to spike then.</param>
    public SpikePropNetwork(
        int inputs, int hidden, int outputs, ulong seed, int delays = 16, double tau = 7, double threshold = 1, int inhibitory = 0, double horizon = 50)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(Math.Min(inputs, hidden), Math.Min(outputs, delays)), 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inhibitory, hidden);
        this.tau = tau;
        this.threshold = threshold;
        this.horizon = horizon;
        this.delays = delays;
        sizes = [inputs, hidden, outputs];
        times = [new double[inputs], new double[hidden], new double[outputs]];
        weights = [new double[hidden * inputs * delays], new double[outputs * hidden * delays]];
        sign = new double[hidden];
        RandomStream random = RandomStream.Fork(seed, 5);
        for (int i = 0; i < hidden; i++)
        {
            sign[i] = i >= hidden - inhibitory ? -1 : 1;
        }

        // Every neuron is to spike while the responses of its inputs rise, so that each weight has a gradient from the start.
        for (int layer = 0; layer < 2; layer++)
        {
            double mean = 4.0 * threshold / (sizes[layer] * delays);
            for (int w = 0; w < weights[layer].Length; w++)
            {
                weights[layer][w] = mean * random.NextBetween(.3, 1.7);
            }
        }
    }

    /// <summary>Spike times of the outputs after <see cref="Run"/>, in ms.</summary>
    public ReadOnlySpan<double> Outputs => times[2];

    /// <summary>The weights of a layer, [neuron, input, delay]; may be written.</summary>
    /// <param name="layer">0: into the hidden neurons; 1: into the outputs.</param>
    /// <returns>The weights.</returns>
    public Span<double> Weights(int layer) => weights[layer];

    /// <summary>Runs the network once.</summary>
    /// <param name="inputTimes">Spike time of every input in ms.</param>
    public void Run(ReadOnlySpan<double> inputTimes)
    {
        inputTimes.CopyTo(times[0]);
        for (int layer = 0; layer < 2; layer++)
        {
            for (int j = 0; j < sizes[layer + 1]; j++)
            {
                times[layer + 1][j] = SpikeTime(layer, j);
            }
        }
    }

    /// <summary>The gradient of 1/2 sum (t - target)^2 at the last run.</summary>
    /// <param name="targets">Wanted spike time of every output in ms.</param>
    /// <param name="gradients">Per layer, like <see cref="Weights"/>; the gradient is added.</param>
    /// <returns>The error.</returns>
    public double Gradient(ReadOnlySpan<double> targets, double[][] gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        double error = 0;
        var hiddenError = new double[sizes[1]];
        for (int k = 0; k < sizes[2]; k++)
        {
            double difference = times[2][k] - targets[k];
            error += difference * difference / 2;

            // u(t) = threshold: dE/dw = dE/dt * -eps / u'; dE/dt_i = dE/dt * (sum_k w eps') / u'.
            double delta = -difference / Math.Max(SmallestSlope, Slope(1, k, times[2][k]));
            Spread(1, k, delta, gradients[1], hiddenError);
        }

        for (int i = 0; i < sizes[1]; i++)
        {
            if (times[1][i] < horizon)
            {
                double delta = -hiddenError[i] / Math.Max(SmallestSlope, Slope(0, i, times[1][i]));
                Spread(0, i, delta, gradients[0], null);
            }
        }

        return error;
    }

    /// <summary>w -= rate * gradient; weights stay at least 0, signs belong to neurons.</summary>
    /// <param name="gradients">What <see cref="Gradient"/> made.</param>
    /// <param name="rate">The learning rate.</param>
    public void Update(double[][] gradients, double rate)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        for (int layer = 0; layer < 2; layer++)
        {
            for (int w = 0; w < weights[layer].Length; w++)
            {
                weights[layer][w] = Math.Max(0, weights[layer][w] - (rate * gradients[layer][w]));
            }
        }
    }

    private void Spread(int layer, int neuron, double delta, double[] gradient, double[]? below)
    {
        int row = neuron * sizes[layer] * delays;
        double t = times[layer + 1][neuron];
        for (int i = 0; i < sizes[layer]; i++)
        {
            double s = layer == 1 ? sign[i] : 1;
            for (int k = 0; k < delays; k++)
            {
                double age = t - times[layer][i] - (k + 1);
                gradient[row + (i * delays) + k] += delta * s * Response(age);
                if (below is not null)
                {
                    below[i] -= delta * s * weights[layer][row + (i * delays) + k] * ResponseSlope(age);
                }
            }
        }
    }

    private double SpikeTime(int layer, int neuron)
    {
        double before = 0;
        for (double t = 0; t < horizon; t += Resolution)
        {
            double u = Potential(layer, neuron, t);
            if (u >= threshold)
            {
                // The crossing within the step, by bisection.
                double low = before;
                double high = t;
                for (int n = 0; n < 40; n++)
                {
                    double middle = (low + high) / 2;
                    if (Potential(layer, neuron, middle) >= threshold)
                    {
                        high = middle;
                    }
                    else
                    {
                        low = middle;
                    }
                }

                return high;
            }

            before = t;
        }

        return horizon;
    }

    private double Potential(int layer, int neuron, double t) => Sum(layer, neuron, t, slope: false);

    private double Slope(int layer, int neuron, double t) => Sum(layer, neuron, t, slope: true);

    private double Sum(int layer, int neuron, double t, bool slope)
    {
        int row = neuron * sizes[layer] * delays;
        double sum = 0;
        for (int i = 0; i < sizes[layer]; i++)
        {
            double part = 0;
            for (int k = 0; k < delays; k++)
            {
                double age = t - times[layer][i] - (k + 1);
                if (age <= 0)
                {
                    break; // later synapses have not begun either
                }

                part += weights[layer][row + (i * delays) + k] * (slope ? ResponseSlope(age) : Response(age));
            }

            sum += (layer == 1 ? sign[i] : 1) * part;
        }

        return sum;
    }

    private double Response(double s) => s <= 0 ? 0 : s / tau * Math.Exp(1 - (s / tau));

    private double ResponseSlope(double s) => s <= 0 ? 0 : (1 - (s / tau)) / tau * Math.Exp(1 - (s / tau));
}
