using System.Runtime.InteropServices;
using System.Text.Json;
using EventSnn.Events.Binning;
using EventSnn.Events.Random;
using EventSnn.Networks.Checkpoints;
using EventSnn.Networks.EndToEnd;

namespace EventSnn.Networks.Stdp;

/// <summary>
/// Classes of clips by STDP: integrate-and-fire neurons of which the first to reach the threshold spikes, silences the others and learns. Labels change no
/// weight: they only tell afterwards which classes a neuron spikes for, and a clip's class is what its spikes speak for.
/// </summary>
/// <remarks>
/// After Diehl and Cook 2015 (winner takes all, thresholds that rise with use, weights of constant sum), with the pair rule of
/// <see cref="StdpSynapses"/>; our arrangement and constants. Steps of 1 ms; events of a clip's step are spread over it. Not safe for concurrent use.
/// </remarks>
public sealed class StdpClassifier : IClipClassifier
{
    private const double MembraneMilliseconds = 50;
    private const double SpikesPerMillisecond = .05; // of all neurons together
    private const double ThresholdGain = .01;
    private const double Fatigue = .02;
    private const double MeanWeight = .1;
    private readonly int inputs;
    private readonly StdpSynapses synapses;
    private readonly SpikeTimes times;
    private readonly double[] potential;
    private readonly double[] tired;
    private readonly double[,] seen;
    private readonly double[] votes;
    private readonly double decay = Math.Exp(-1 / MembraneMilliseconds);
    private double threshold = MeanWeight * 10;

    /// <summary>Creates a classifier.</summary>
    /// <param name="inputs">Inputs of a step, at least 1.</param>
    /// <param name="classes">Classes, at least 2.</param>
    /// <param name="stepMicroseconds">The length of a clip's step.</param>
    /// <param name="seed">Equal seeds give equal results.</param>
    /// <param name="neurons">Neurons, at least 1.</param>
    public StdpClassifier(int inputs, int classes, long stepMicroseconds, ulong seed, int neurons = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        this.inputs = inputs;
        times = new SpikeTimes(stepMicroseconds);
        synapses = new StdpSynapses(new StdpOptions { Depression = .001, DepressionMilliseconds = 20 }, inputs, neurons);
        RandomStream random = RandomStream.Fork(seed, 0);
        for (int i = 0; i < synapses.Weights.Length; i++)
        {
            synapses.Weights[i] = random.NextDouble() * 2 * MeanWeight;
        }

        potential = new double[neurons];
        tired = new double[neurons];
        seen = new double[neurons, classes];
        votes = new double[classes];
        KeepSums();
    }

    /// <summary>Neurons.</summary>
    public int Neurons => potential.Length;

    /// <inheritdoc/>
    /// <remarks>Changes nothing: no constant falls.</remarks>
    public double Progress { get; set; }

    /// <inheritdoc/>
    /// <remarks>Potential, trace and threshold of a neuron, a trace per input.</remarks>
    public double StatePerNeuron => 3 + ((double)inputs / Neurons);

    /// <inheritdoc/>
    public double StatePerSynapse => 0;

    /// <summary>Spikes that changed weights so far.</summary>
    public long Updates { get; private set; }

    /// <summary>Multiply-adds of learning so far: an input's weights at its spike, a neuron's at its own.</summary>
    public long LearningOperations { get; private set; }

    /// <summary>The weights, [input, neuron].</summary>
    public ReadOnlySpan<double> Weights => synapses.Weights;

    /// <inheritdoc/>
    /// <remarks>
    /// With a label the weights learn from the clip, and neurons that spike are noted under the class. The class returned is the one that the spikes speak
    /// for, by what was noted before; 0 where nothing speaks.
    /// </remarks>
    public int Present(StepSequence clip, int label)
    {
        ArgumentNullException.ThrowIfNull(clip);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, votes.Length);
        Array.Clear(potential);
        Array.Clear(votes);
        synapses.Rest();
        for (int step = 0; step < clip.Count; step++)
        {
            foreach (List<int> spikes in times.Of(clip, step))
            {
                Step(spikes, label);
            }
        }

        if (label >= 0)
        {
            KeepSums();
        }

        return votes.IndexOf(votes.Max());
    }

    /// <inheritdoc/>
    public void Save(string path, IReadOnlyList<string> classes)
    {
        var file = new SafetensorsFile();
        file.Metadata["format"] = "eventsnn-stdp-1";
        file.Metadata["classes"] = JsonSerializer.Serialize(classes);
        file.Add("weight", [inputs, Neurons], synapses.Weights);
        file.Add("threshold", [Neurons], [.. tired.Select(t => threshold + t)]);
        file.Add("seen", [Neurons, votes.Length], [.. seen.Cast<double>()]);
        AtomicFile.Write(path, file.Write);
    }

    private void Step(List<int> spikes, int label)
    {
        for (int i = 0; i < potential.Length; i++)
        {
            potential[i] *= decay;
        }

        foreach (int j in spikes)
        {
            ReadOnlySpan<double> weights = synapses.Of(j);
            for (int i = 0; i < potential.Length; i++)
            {
                potential[i] += weights[i];
            }
        }

        int winner = 0;
        for (int i = 1; i < potential.Length; i++)
        {
            winner = potential[i] - tired[i] > potential[winner] - tired[winner] ? i : winner;
        }

        bool fires = potential[winner] - tired[winner] > threshold;
        if (fires)
        {
            Vote(winner);
            Array.Clear(potential);
        }

        if (label < 0)
        {
            return;
        }

        if (fires)
        {
            seen[winner, label]++;
            Updates++;
        }

        // All neurons together keep their rate; each its share of it, so that none is left without anything to do.
        threshold *= Math.Exp(ThresholdGain * ((fires ? 1 : 0) - SpikesPerMillisecond));
        double rise = fires ? Fatigue * threshold : 0;
        for (int i = 0; i < tired.Length; i++)
        {
            tired[i] += (i == winner ? rise : 0) - (rise / tired.Length);
        }

        synapses.Step(CollectionsMarshal.AsSpan(spikes), fires ? [winner] : []);
        LearningOperations += ((long)spikes.Count * Neurons) + (fires ? inputs : 0);
    }

    /// <summary>A spike speaks for the classes its neuron spiked for, in their shares.</summary>
    private void Vote(int neuron)
    {
        double sum = 0;
        for (int k = 0; k < votes.Length; k++)
        {
            sum += seen[neuron, k];
        }

        for (int k = 0; k < votes.Length && sum > 0; k++)
        {
            votes[k] += seen[neuron, k] / sum;
        }
    }

    private void KeepSums()
    {
        double[] weights = synapses.Weights;
        for (int i = 0; i < Neurons; i++)
        {
            double sum = 0;
            for (int j = 0; j < inputs; j++)
            {
                sum += weights[(j * Neurons) + i];
            }

            double factor = MeanWeight * inputs / sum;
            for (int j = 0; j < inputs; j++)
            {
                weights[(j * Neurons) + i] = Math.Min(1, weights[(j * Neurons) + i] * factor);
            }
        }
    }
}
