namespace EventSnn.Networks.Neurons;

/// <summary>
/// One leaky integrate-and-fire neuron as the tutorials have it: mem = beta mem + input - spike * threshold, spike where mem &gt;
/// threshold; the reset by subtraction takes effect in the next step.
/// </summary>
/// <param name="beta">Decay per step, in [0, 1).</param>
/// <param name="threshold">Above 0.</param>
public sealed class LeakyNeuron(double beta, double threshold = 1)
{
    private bool spiked;

    /// <summary>The membrane potential after the last step.</summary>
    public double Membrane { get; private set; }

    /// <summary>The first step (from 1) in which a constant input makes a neuron spike that begins at 0.</summary>
    /// <param name="beta">Decay per step, in (0, 1).</param>
    /// <param name="threshold">Above 0.</param>
    /// <param name="input">The input of every step.</param>
    /// <returns>n = floor(ln(1 - threshold (1 - beta) / input) / ln beta) + 1; null where input / (1 - beta) never exceeds the threshold.</returns>
    public static long? FirstSpike(double beta, double threshold, double input)
    {
        // mem after n steps is input (1 - beta^n) / (1 - beta).
        double rest = 1 - (threshold * (1 - beta) / input);
        return input > 0 && rest > 0 ? (long)Math.Floor(Math.Log(rest) / Math.Log(beta)) + 1 : null;
    }

    /// <summary>One step.</summary>
    /// <param name="input">Weighted input of the step.</param>
    /// <returns>Whether the neuron spikes.</returns>
    public bool Step(double input)
    {
        Membrane = (beta * Membrane) + input - (spiked ? threshold : 0);
        spiked = Membrane > threshold;
        return spiked;
    }

    /// <summary>Back to 0.</summary>
    public void Reset() => (Membrane, spiked) = (0, false);
}
