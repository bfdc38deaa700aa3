using System.Diagnostics;
using EventSnn.Networks.Regression;
using EventSnn.Training.Pictures;

namespace EventSnn.Cli.Demo;

/// <summary>DC-2: three layers follow three targets.</summary>
internal static class RegressionDemo
{
    private const int Size = 256;
    private const int Passes = 220;
    private const int Milliseconds = 500;
    private static readonly string[] Targets = ["ramp", "fast sine", "slow sine"];

    public static DemoResult Run(DemoRun run)
    {
        List<DemoFigure> figures = [];
        List<ChartLine> lines = [];
        foreach (ulong seed in run.Each)
        {
            using var task = new RegressionTask(Size, Milliseconds, seed);
            using var process = Process.GetCurrentProcess();
            double before = process.TotalProcessorTime.TotalSeconds;
            for (int pass = 0; pass < Passes; pass++)
            {
                run.Cancellation.ThrowIfCancellationRequested();
                double[] errors = task.Pass((double)pass / Passes);
                if (pass % 20 == 19)
                {
                    run.Say($"seed {seed}, pass {pass + 1}: {string.Join(' ', errors.Select(e => $"{e:F3}"))}");
                }
            }

            process.Refresh();
            double seconds = process.TotalProcessorTime.TotalSeconds - before;
            double[] final = task.Pass(null);
            for (int i = 0; i < 3; i++)
            {
                int layer = i;
                figures.Add(new($"layer {i + 1}, {Targets[i]}, seed {seed}: error over the target's deviation", $"{final[i]:F3}", "< 0.15", final[i] < .15));
                if (seed == run.Seed)
                {
                    // Charts begin at 0: every layer gets a band of its own.
                    lines.Add(new($"{Targets[i]}, wanted", [.. task.Targets.Select((y, t) => ((double)t, y[layer] + .75 + (1.5 * layer)))]));
                    lines.Add(new($"{Targets[i]}, layer {i + 1}", [.. task.Outputs.Select((y, t) => ((double)t, y[layer] + .75 + (1.5 * layer)))]));
                }
            }

            figures.Add(new($"processor time, seed {seed}", $"{seconds:F0} s", "< 60 s", seconds < 60));
        }

        return new(figures, SvgChart.Draw($"Regression by DECOLLE, {Size} neurons a layer, {Passes} passes, learning off", "ms", "readout", lines, 4.5));
    }
}
