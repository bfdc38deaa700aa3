using System.Globalization;
using EventSnn.Events.Binning;
using EventSnn.Events.Random;
using EventSnn.Networks;
using EventSnn.Networks.Bptt;
using EventSnn.Networks.Compute.Simd;
using EventSnn.Networks.CurrentStep;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.EndToEnd;
using EventSnn.Training.Pictures;
using EventSnn.Training.Rules;

namespace EventSnn.Cli.Demo;

/// <summary>ZH-4: the memory that rules hold while they learn from clips of different lengths.</summary>
internal static class MemoryDemo
{
    private static readonly int[] Lengths = [20, 50, 100, 200];
    private static readonly InputShape Shape = new(2, 16, 16);
    private static readonly string[] Classes = [.. Enumerable.Range(0, 10).Select(k => k.ToString(CultureInfo.InvariantCulture))];

    public static DemoResult Run(DemoRun run)
    {
        List<DemoFigure> figures = [];
        List<ChartLine> lines = [];
        foreach ((string rule, Func<int, long> measure) in new (string, Func<int, long>)[] { ("decolle", Decolle), ("current-step", CurrentStep), ("bptt", Bptt) })
        {
            long[] bytes = [.. Lengths.Select(t =>
            {
                run.Cancellation.ThrowIfCancellationRequested();
                // The runtime makes some things once, and counts memory in pieces of 8 KiB: the least of four tells what is held.
                return Enumerable.Range(0, 4).Min(_ => measure(t));
            })];
            double grown = (double)bytes[^1] / bytes[0];
            string told = string.Join(", ", Lengths.Zip(bytes, (t, b) => $"{b / 1024} KiB at {t}"));
            figures.Add(rule == "bptt"
                ? new($"{rule}: held by network and stream", told)
                : new($"{rule}: held by network and stream", told, "20 and 200 steps within 2 %", Math.Abs(grown - 1) < .02));
            lines.Add(new(rule, [.. Lengths.Zip(bytes, (t, b) => ((double)t, b / 1048576.0))]));
        }

        return new(figures, SvgChart.Draw("Memory held while learning, two convolutions on 16x16", "steps of a clip", "MiB", lines));
    }

    private static long Decolle(int steps) => Held(() =>
    {
        SpikingNetwork network = SpikingNetwork.Create(RuleNetworks.Define("decolle", Shape, Classes, 10_000), 1, new SimdBackend(new SimdOptions { Threads = 1 }));
        NetworkState state = network.CreateState();
        for (int t = 0; t < steps; t++)
        {
            (int[] inputs, ushort[] counts) = Step(t);
            network.Step(state, inputs, counts, 1, learn: true);
        }

        return [network, state];
    });

    private static long CurrentStep(int steps) => Held(() =>
    {
        var network = new CurrentStepNetwork<float>(RuleNetworks.Define("current-step", Shape, Classes, 10_000), 1);
        CurrentStepState<float> state = network.CreateState();
        var clip = new StepSequence(10_000);
        for (int t = 0; t < steps; t++)
        {
            // A camera's steps come and go: only one is there.
            (int[] inputs, ushort[] counts) = Step(t);
            clip.Clear();
            clip.Append(inputs, counts);
            network.Step([new CurrentStepSample<float>(state, clip, 0, 1)], learn: true);
        }

        return [network, state];
    });

    private static long Bptt(int steps) => Held(() =>
    {
        var network = new BpttNetwork<float>(RuleNetworks.Define("bptt", Shape, Classes, 10_000), 1);
        var clip = new StepSequence(10_000);
        for (int t = 0; t < steps; t++)
        {
            (int[] inputs, ushort[] counts) = Step(t);
            clip.Append(inputs, counts);
        }

        network.Learn([new LabelledClip(clip, 1)]);
        return [network, clip];
    });

    /// <summary>Bytes of the managed heap that live only because of what was made.</summary>
    private static long Held(Func<object[]> make)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        object[] made = make();
        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(made);
        foreach (IDisposable part in made.OfType<IDisposable>())
        {
            part.Dispose();
        }

        return after - before;
    }

    private static (int[] Inputs, ushort[] Counts) Step(int t)
    {
        RandomStream random = RandomStream.Fork(5, (ulong)t);
        int[] inputs = [.. Enumerable.Range(0, Shape.Size).Where(_ => random.NextDouble() < .1)];
        return (inputs, [.. inputs.Select(_ => (ushort)1)]);
    }
}
