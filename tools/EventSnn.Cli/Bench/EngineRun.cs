using System.Diagnostics;
using EventSnn.Events.Binning;
using EventSnn.Events.Random;
using EventSnn.Networks;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Learning;

namespace EventSnn.Cli.Bench;

/// <summary>Our engine in one case: the published network (preset g1, 2x32x32, 11 classes, 1-ms step) on random input.</summary>
internal sealed class EngineRun : IDisposable
{
    private const int Patterns = 64;
    private readonly EngineCase what;
    private readonly SpikingNetwork network;
    private readonly ThresholdAdaptation? control;
    private readonly (int[] Inputs, ushort[] Counts)[] steps;
    private readonly NetworkSample[] samples;
    private int time;

    public EngineRun(EngineCase what, IComputeBackend backend)
    {
        this.what = what;
        var input = new InputShape(2, 32, 32);
        string[] classes = [.. Enumerable.Range(1, 11).Select(i => $"class {i}")];
        network = SpikingNetwork.Create(NetworkPresets.Create("g1", input, classes, 1000) with { BurnInSteps = 0 }, seed: 1, backend);
        steps = [.. Enumerable.Range(0, Patterns).Select(t => Random(input, what.InputRate, (ulong)t))];
        samples = [.. Enumerable.Range(0, what.Batch).Select(_ => new NetworkSample(network.CreateState(), default, default, -1))];

        // The traces of 1-ms steps need a few hundred steps to fill; rate control needs more.
        control = RateSettling.Run(network, what.LayerRate, samples[0].State, what.Batch > 1 ? 40 : what.LayerRate is null ? 300 : RateSettling.Steps, Step);
    }

    /// <summary>The share of spikes among the inputs of every layer and the last layer's output, over the last measurement.</summary>
    public double[] SpikeRates { get; private set; } = [];

    /// <summary>Takes so many steps.</summary>
    public void Run(int count)
    {
        for (int t = 0; t < count; t++)
        {
            Step();
        }
    }

    /// <summary>What one stream keeps from step to step: float values per neuron (a spike, one bit, counts as one) and per input line, the most of any layer.</summary>
    public (int PerNeuron, int PerInput) ValuesKept()
    {
        int neuron = 0;
        int input = 0;
        for (int i = 0; i < network.Layers.Count; i++)
        {
            IReadOnlyList<StateTensor> carried = samples[0].State.Carried(i);
            int lines = carried.Count(t => t is StateTensor.SynapseTrace or StateTensor.MembraneTrace);
            input = Math.Max(input, lines);
            neuron = Math.Max(neuron, carried.Count - lines);
        }

        return (neuron, input);
    }

    /// <summary>Whether the device runs whole chunks of steps without the host.</summary>
    public bool RunsChunks => network.PreferredChunk > 1;

    /// <summary>Milliseconds per step that a tenth of the steps stayed below: what the step costs while nobody else wants the machine.</summary>
    /// <param name="count">Measurements: steps, or chunks of steps of a device that runs them without the host.</param>
    public double Measure(int count)
    {
        var times = new double[count];
        var rates = new double[network.Layers.Count + 1];
        for (int c = 0; c < count; c++)
        {
            NetworkSample[][] chunk = [.. Enumerable.Range(0, network.PreferredChunk).Select(_ => (NetworkSample[])Advance().Clone())];
            long start = Stopwatch.GetTimestamp();
            network.Run(chunk, what.Learn);
            times[c] = Stopwatch.GetElapsedTime(start).TotalMilliseconds / chunk.Length;
            rates[0] += chunk.Average(s => (double)s[0].Inputs.Length) / network.Definition.Input.Size / count;
            for (int i = 1; i < rates.Length; i++)
            {
                rates[i] += samples[0].State.OutputRate(i - 1) / (double)count;
            }

            control?.Observe(samples[0].State);
        }

        SpikeRates = rates;
        Array.Sort(times);
        return times[count / 10];
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    private static (int[] Inputs, ushort[] Counts) Random(InputShape shape, double rate, ulong number)
    {
        RandomStream random = RandomStream.Fork(7, number);
        int[] inputs = [.. Enumerable.Range(0, shape.Size).Where(_ => random.NextDouble() < rate)];
        return (inputs, [.. inputs.Select(_ => (ushort)1)]);
    }

    private void Step() => network.Step(Advance(), what.Learn);

    private NetworkSample[] Advance()
    {
        time++;
        for (int b = 0; b < samples.Length; b++)
        {
            (int[] inputs, ushort[] counts) = steps[(time + b) % Patterns];
            samples[b] = samples[b] with { Inputs = inputs, Counts = counts, Label = what.Learn ? (time / 100 + b) % 11 : -1 };
        }

        return samples;
    }
}
