using EventSnn.Events.Binning;
using EventSnn.Events.Random;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;

namespace EventSnn.Networks.Regression;

/// <summary>
/// The regression demonstration of DECOLLE's first paper: frozen Poisson spikes into three dense layers, one after the other, each of which learns a pseudo-target of its
/// own: a ramp, a fast sine, a slow sine. Sizes follow the paper's demonstration; times, rates and learning rate are ours.
/// </summary>
public sealed class RegressionTask : IDisposable
{
    private const int Inputs = 512;
    private const double SpikesPerStep = .02;
    private const int BurnIn = 100;
    private static readonly ushort[] Ones = [.. Enumerable.Repeat((ushort)1, Inputs)];

    /// <summary>A layer can settle only when the one below has: the lowest ends first, each by a half cosine.</summary>
    private static readonly FreezeOutSchedule Schedule = new(.15, Cubic: false, Scaled: false);
    private readonly int[][] spikes;
    private readonly float[][] targets;

    /// <summary>Creates the task.</summary>
    /// <param name="size">Neurons of each of the three layers; 512 in the paper.</param>
    /// <param name="milliseconds">Length of a pass, in steps of 1 ms.</param>
    /// <param name="seed">Equal seeds give equal results.</param>
    public RegressionTask(int size, int milliseconds, ulong seed)
    {
        Network = new RegressionNetwork(Define(size), seed);
        RandomStream random = RandomStream.Fork(seed, 91);
        spikes = [.. Enumerable.Range(0, BurnIn + milliseconds).Select(_ => Enumerable.Range(0, Inputs).Where(_ => random.NextDouble() < SpikesPerStep).ToArray())];
        targets = [.. Enumerable.Range(0, milliseconds).Select(t => Wanted((double)t / milliseconds))];
        Outputs = [.. targets.Select(_ => new float[3])];
    }

    /// <summary>The network.</summary>
    public RegressionNetwork Network { get; }

    /// <summary>What was wanted of each layer, per step.</summary>
    public IReadOnlyList<float[]> Targets => targets;

    /// <summary>What each layer's readout showed in the last pass, per step.</summary>
    public IReadOnlyList<float[]> Outputs { get; }

    /// <summary>One pass over the input from rest; 100 steps come before those with targets.</summary>
    /// <param name="progress">The share of the training that is over, in [0, 1); null to learn nothing.</param>
    /// <returns>Root mean square error of each layer's readout in this pass over the deviation of its target.</returns>
    public double[] Pass(double? progress)
    {
        for (int i = 0; i < 3 && progress is not null; i++)
        {
            Network.LayerRateFactors[i] = Schedule.Factor(i, 3, progress.Value);
        }

        Network.Rest();
        for (int t = -BurnIn; t < targets.Length; t++)
        {
            int[] now = spikes[BurnIn + t];
            Network.Step(now, Ones.AsSpan(0, now.Length), targets[Math.Max(0, t)], learn: progress is not null && t >= 0);
            for (int i = 0; i < 3 && t >= 0; i++)
            {
                Outputs[t][i] = Network.Output(i)[0];
            }
        }

        return [.. Enumerable.Range(0, 3).Select(Error)];
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private double Error(int layer)
    {
        double mean = targets.Average(t => t[layer]);
        double deviation = targets.Average(t => Math.Pow(t[layer] - mean, 2));
        return Math.Sqrt(targets.Zip(Outputs, (y, r) => Math.Pow(y[layer] - r[layer], 2)).Average() / deviation);
    }

    private static float[] Wanted(double part) => [(float)(part - .5), (float)(.5 * Math.Sin(2 * Math.PI * 3 * part)), (float)(.5 * Math.Sin(2 * Math.PI * part))];

    // Weights by trial on this task: potentials vary by a few thresholds, so that about four neurons in ten spike and few always do.
    private static NetworkDefinition Define(int size)
    {
        DenseLayer Layer(float gain, float scale) => new()
        {
            Size = size,

            // The readout sees sigmoid(U), as in the first of the authors' programs: a number, not the noise of single spikes.
            Neuron = new NeuronDefinition { Gains = GainRule.Normalised, Gain = gain, Surrogate = SurrogateKind.Sigmoid, Activation = ActivationKind.Sigmoid },
            Initialisation = new WeightInitialisation { Kind = WeightInitialisationKind.Normal, Scale = scale, Bias = -.5f },
            Readout = new ReadoutDefinition { Amplitude = 2 },
        };
        return new NetworkDefinition
        {
            Preset = "regression",
            Input = new InputShape(Inputs, 1, 1),
            StepMicroseconds = 1000,
            ClassNames = ["target"],
            Layers = [Layer(10, 20), Layer(1, 40), Layer(1, 40)],
            Optimiser = new OptimiserDefinition { Kind = OptimiserKind.Sgd, LearningRate = .3 },
        };
    }
}
