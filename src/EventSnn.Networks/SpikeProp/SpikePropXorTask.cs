namespace EventSnn.Networks.SpikeProp;

/// <summary>Exclusive-or in spike times (Bohte et al.): inputs at 0 or 6 ms and a bias at 0, one output that is to spike at 10 or 16 ms.</summary>
public sealed class SpikePropXorTask
{
    private static readonly (double[] Inputs, double Target)[] Patterns =
    [
        ([0, 0, 0], 16), ([0, 6, 0], 10), ([6, 0, 0], 10), ([6, 6, 0], 16),
    ];

    private readonly double[][] gradients;

    /// <summary>Creates the task with the published network: 3 inputs, 5 hidden (one inhibitory), 1 output, 16 delays.</summary>
    /// <param name="seed">Equal seeds give equal runs.</param>
    /// <param name="rate">The learning rate. Four times the default, and half of all draws end with an inhibitory neuron that spikes too late to matter.</param>
    public SpikePropXorTask(ulong seed, double rate = .0005)
    {
        Network = new SpikePropNetwork(3, 5, 1, seed, inhibitory: 1);
        gradients = [new double[Network.Weights(0).Length], new double[Network.Weights(1).Length]];
        Rate = rate;
    }

    /// <summary>The network.</summary>
    public SpikePropNetwork Network { get; }

    /// <summary>The learning rate.</summary>
    public double Rate { get; }

    /// <summary>Summed squared error (t - target)^2 over the four patterns, in ms^2, before each epoch.</summary>
    public List<double> Errors { get; } = [];

    /// <summary>The output's spike time for each pattern, in ms, in the last epoch.</summary>
    public double[] Times { get; } = new double[4];

    /// <summary>One pass over the four patterns, an update after each.</summary>
    /// <returns>The summed squared error before the updates.</returns>
    public double Epoch()
    {
        double error = 0;
        for (int p = 0; p < Patterns.Length; p++)
        {
            Array.Clear(gradients[0]);
            Array.Clear(gradients[1]);
            Network.Run(Patterns[p].Inputs);
            Times[p] = Network.Outputs[0];
            error += 2 * Network.Gradient([Patterns[p].Target], gradients);
            Network.Update(gradients, Rate);
        }

        Errors.Add(error);
        return error;
    }

    /// <summary>Learns until the summed squared error is at most a bound.</summary>
    /// <param name="bound">In ms^2.</param>
    /// <param name="maximumEpochs">When to give up.</param>
    /// <returns>The number of epochs; null where it was not reached.</returns>
    public int? LearnUntil(double bound = 1, int maximumEpochs = 2000)
    {
        for (int n = 0; n < maximumEpochs; n++)
        {
            if (Epoch() <= bound)
            {
                return n;
            }
        }

        return null;
    }
}
