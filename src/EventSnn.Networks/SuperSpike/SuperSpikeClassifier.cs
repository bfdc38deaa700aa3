using System.Runtime.InteropServices;
using System.Text.Json;
using EventSnn.Events.Binning;
using EventSnn.Networks.Checkpoints;
using EventSnn.Networks.EndToEnd;

namespace EventSnn.Networks.SuperSpike;

/// <summary>
/// Classes of clips by SuperSpike: one output neuron per class, which shall spike every 20 ms while a clip of its class is shown, and be silent while any other
/// is. The class of a clip is that of the neuron that spiked most, of equal ones that of the highest mean potential.
/// </summary>
/// <remarks>
/// The arrangement is ours: the paper (Zenke and Ganguli 2018) learns spike times and classifies nothing. Steps of 1 ms in place of .1; events of a
/// clip's step are spread over it; a rate that falls with <see cref="Progress"/>, without which long training undoes what short training learned. Not safe for concurrent use.
/// </remarks>
public sealed class SuperSpikeClassifier : IClipClassifier
{
    /// <summary>Milliseconds from one target spike to the next.</summary>
    public const int TargetMilliseconds = 20;

    private const double FirstRate = .2;

    // Eligibility: product of surrogate and trace, two filters, times the error.
    private const int OperationsPerSynapse = 4;
    private readonly SuperSpikeNetwork network;
    private readonly SpikeTimes times;
    private readonly double[] impulses;
    private readonly int[] spikes;
    private readonly double[] potentials;

    /// <summary>Creates a classifier.</summary>
    /// <param name="inputs">Inputs of a step, at least 1.</param>
    /// <param name="classes">Classes, at least 2.</param>
    /// <param name="stepMicroseconds">The length of a clip's step.</param>
    /// <param name="seed">Equal seeds give equal results.</param>
    /// <param name="hidden">Hidden neurons; 0 for none.</param>
    /// <exception cref="ModelException">A size is not possible.</exception>
    public SuperSpikeClassifier(int inputs, int classes, long stepMicroseconds, ulong seed, int hidden = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        times = new SpikeTimes(stepMicroseconds);
        network = new SuperSpikeNetwork(new SuperSpikeOptions
        {
            Inputs = inputs,
            Hidden = hidden,
            Outputs = classes,
            Feedback = FeedbackKind.Symmetric,
            Seed = seed,
            StepMilliseconds = 1,
            UpdateMilliseconds = 100,
            RmsMilliseconds = 3000,
            LearningRate = FirstRate,
            BlockSteps = 10,
        });
        impulses = new double[classes];
        spikes = new int[classes];
        potentials = new double[classes];
    }

    /// <summary>Sizes and constants.</summary>
    public SuperSpikeOptions Options => network.Options;

    /// <inheritdoc/>
    /// <remarks>The learning rate falls with it, to 0.</remarks>
    public double Progress
    {
        get => 1 - (network.LearningRate / FirstRate);
        set => network.LearningRate = FirstRate * (1 - value);
    }

    /// <inheritdoc/>
    public long Updates => network.UpdateCount;

    /// <inheritdoc/>
    public long LearningOperations { get; private set; }

    /// <inheritdoc/>
    /// <remarks>Potential, current, refractory time and z of a neuron, two numbers of eps of whatever sends spikes, two of an output's error.</remarks>
    public double StatePerNeuron
    {
        get
        {
            int neurons = Options.Hidden + Options.Outputs;
            return ((4.0 * neurons) + (2.0 * (Options.Inputs + Options.Hidden)) + (2.0 * Options.Outputs)) / neurons;
        }
    }

    /// <inheritdoc/>
    public double StatePerSynapse => SuperSpikeNetwork.StatePerSynapse - 1;

    /// <summary>Plastic synapses.</summary>
    public int Synapses => network.SynapseCount;

    /// <summary>Spikes of every output in the last clip.</summary>
    public ReadOnlySpan<int> Spikes => spikes;

    /// <inheritdoc/>
    public int Present(StepSequence clip, int label)
    {
        ArgumentNullException.ThrowIfNull(clip);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, impulses.Length);
        network.Rest();
        Array.Clear(spikes);
        Array.Clear(potentials);
        int time = 0;
        for (int step = 0; step < clip.Count; step++)
        {
            foreach (List<int> inputs in times.Of(clip, step))
            {
                network.Step(CollectionsMarshal.AsSpan(inputs));
                Watch(label, ++time);
                if (label >= 0)
                {
                    network.Learn(impulses);
                    LearningOperations += (long)OperationsPerSynapse * Synapses;
                }
                else
                {
                    network.LearnNothing();
                }
            }
        }

        return Best();
    }

    /// <inheritdoc/>
    public void Save(string path, IReadOnlyList<string> classes)
    {
        var file = new SafetensorsFile();
        file.Metadata["format"] = "eventsnn-superspike-1";
        file.Metadata["classes"] = JsonSerializer.Serialize(classes);
        if (Options.Hidden > 0)
        {
            file.Add("hidden.weight", [Options.Hidden, Options.Inputs], network.HiddenWeights.ToArray());
        }

        file.Add("output.weight", [Options.Outputs, Options.Hidden > 0 ? Options.Hidden : Options.Inputs], network.OutputWeights.ToArray());
        AtomicFile.Write(path, file.Write);
    }

    private void Watch(int label, int time)
    {
        Array.Clear(impulses);
        if (label >= 0 && time % TargetMilliseconds == 0)
        {
            impulses[label] = 1;
        }

        foreach (int k in network.OutputSpikes)
        {
            impulses[k]--;
            spikes[k]++;
        }

        for (int k = 0; k < potentials.Length; k++)
        {
            potentials[k] += network.Potential(k);
        }
    }

    private int Best()
    {
        int best = 0;
        for (int k = 1; k < spikes.Length; k++)
        {
            best = spikes[k] > spikes[best] || (spikes[k] == spikes[best] && potentials[k] > potentials[best]) ? k : best;
        }

        return best;
    }
}
