namespace EventSnn.Networks.Stdp;

/// <summary>
/// All-to-all synapses with online STDP: a trace per input, x = x exp(-dt / tau+) + pre, and one per neuron, y = y exp(-dt / tau-) +
/// post; dw = A+ x post - A- y pre. Nothing is kept per synapse but its weight. Not safe for concurrent use.
/// </summary>
/// <remarks>Traces are read before the spikes of the same step enter them: a pair in one step changes nothing, as the window has it.</remarks>
public sealed class StdpSynapses
{
    private readonly StdpOptions options;
    private readonly double decayX;
    private readonly double decayY;
    private readonly double[] x;
    private readonly double[] y;

    /// <summary>Creates synapses.</summary>
    /// <param name="options">The window.</param>
    /// <param name="inputs">Presynaptic lines.</param>
    /// <param name="neurons">Postsynaptic neurons.</param>
    public StdpSynapses(StdpOptions options, int inputs, int neurons)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(neurons, 1);
        options.Validate();
        this.options = options;
        decayX = Math.Exp(-options.StepMilliseconds / options.PotentiationMilliseconds);
        decayY = Math.Exp(-options.StepMilliseconds / options.DepressionMilliseconds);
        x = new double[inputs];
        y = new double[neurons];
        Weights = new double[inputs * neurons];
    }

    /// <summary>[input, neuron].</summary>
    public double[] Weights { get; }

    /// <summary>The weights of an input.</summary>
    /// <param name="input">From 0.</param>
    /// <returns>One per neuron.</returns>
    public ReadOnlySpan<double> Of(int input) => Weights.AsSpan(input * y.Length, y.Length);

    /// <summary>Learns from the spikes of a step.</summary>
    /// <param name="pre">Inputs that spike.</param>
    /// <param name="post">Neurons that spike.</param>
    public void Step(ReadOnlySpan<int> pre, ReadOnlySpan<int> post)
    {
        Scale(x, decayX);
        Scale(y, decayY);
        foreach (int i in post)
        {
            for (int j = 0; j < x.Length; j++)
            {
                Change((j * y.Length) + i, options.Potentiation * x[j]);
            }
        }

        foreach (int j in pre)
        {
            for (int i = 0; i < y.Length; i++)
            {
                Change((j * y.Length) + i, -options.Depression * y[i]);
            }
        }

        foreach (int j in pre)
        {
            x[j]++;
        }

        foreach (int i in post)
        {
            y[i]++;
        }
    }

    /// <summary>Forgets the traces; weights stay.</summary>
    public void Rest()
    {
        Array.Clear(x);
        Array.Clear(y);
    }

    private static void Scale(double[] trace, double factor)
    {
        for (int i = 0; i < trace.Length; i++)
        {
            trace[i] = trace[i] < 1e-60 ? 0 : trace[i] * factor;
        }
    }

    private void Change(int synapse, double change) =>
        Weights[synapse] = Math.Clamp(Weights[synapse] + change, 0, options.MaximumWeight);
}
