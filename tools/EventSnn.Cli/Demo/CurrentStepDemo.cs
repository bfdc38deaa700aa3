using System.Globalization;
using EventSnn.Events.Binning;
using EventSnn.Networks.CurrentStep;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.EndToEnd;
using EventSnn.Simulation.DataSets;
using EventSnn.Training.Pictures;
using EventSnn.Training.Rules;

namespace EventSnn.Cli.Demo;

/// <summary>ZH-2: simulated digits in motion, with both accelerations and without.</summary>
internal static class CurrentStepDemo
{
    private const int Train = 300;
    private const int Test = 500;
    private const int Epochs = 6;
    private const int Batch = 5;
    private const long StepMicroseconds = 10_000;
    private const int Steps = 30;
    private static readonly InputShape Shape = new(2, 17, 17);
    private static readonly string[] Digits = [.. Enumerable.Range(0, 10).Select(d => d.ToString(CultureInfo.InvariantCulture))];

    public static DemoResult Run(DemoRun run)
    {
        LabelledClip[] clips = Film(run);
        LabelledClip[] train = clips[..Train];
        LabelledClip[] test = clips[Train..];
        List<ChartLine> lines = [];
        var all = new Dictionary<string, List<RuleFigures>>(StringComparer.Ordinal);
        foreach (ulong seed in run.Each)
        {
            foreach (string rule in new[] { "current-step", "current-step-fast" })
            {
                List<(double, double)> curve = [];
                using IRuleLearner learner = RuleNetworks.Create(rule, Shape, Digits, StepMicroseconds, seed);
                RuleFigures figures = RuleRun.Run(rule, learner, train, test, Epochs, Batch, seed, (epoch, accuracy) => curve.Add((epoch, accuracy)), run.Cancellation);
                run.Say($"seed {seed}, {rule}: {figures.Accuracy:P1}, {figures.LearningOperations:E2} multiply-adds of learning, {figures.ProcessorSeconds:F1} s of processor time");
                (all.TryGetValue(rule, out List<RuleFigures>? made) ? made : all[rule] = []).Add(figures);
                lines.Add(new($"{rule}, seed {seed}", curve));
            }
        }

        double plain = all["current-step"].Average(f => f.Accuracy);
        double fast = all["current-step-fast"].Average(f => f.Accuracy);
        double less = 1 - (all["current-step-fast"].Average(f => f.LearningOperations) / all["current-step"].Average(f => f.LearningOperations));
        double sooner = 1 - (all["current-step-fast"].Average(f => f.ProcessorSeconds) / all["current-step"].Average(f => f.ProcessorSeconds));
        NetworkDefinition definition = RuleNetworks.Define("current-step", Shape, Digits, StepMicroseconds);
        long state = new CurrentStepNetwork<float>(definition, 1).CreateState().StateValues;
        return new(
            [
                new("accuracy, no acceleration", $"{plain:P1}"),
                new("accuracy, skipping and FreezeOut", $"{fast:P1}", "at most 0.3 points less", plain - fast <= .003),
                new("fewer multiply-adds of learning", $"{less:P1}", ">= 50 %", less >= .5),
                new("less processor time for training", $"{sooner:P1}", ">= 35 %", sooner >= .35),
                new("state of a stream", $"{state} numbers after any number of steps"),
            ],
            SvgChart.Draw($"Current-step training on {Train} simulated digits in motion", "epoch", $"accuracy on {Test} others", lines, 1));
    }

    private static LabelledClip[] Film(DemoRun run)
    {
        var films = new DigitDataSet(Train, Test, run.Seed);
        var clips = new LabelledClip[films.Count];
        Parallel.For(0, clips.Length, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = run.Cancellation }, n =>
        {
            var counts = new SortedDictionary<int, ushort>[Steps];
            for (int t = 0; t < Steps; t++)
            {
                counts[t] = [];
            }

            films.Film(n, batch =>
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    long t = batch.Timestamps[i] / StepMicroseconds;
                    if (t is >= 0 and < Steps)
                    {
                        int input = (((batch.Polarities[i] * Shape.Height) + (batch.Y[i] / 2)) * Shape.Width) + (batch.X[i] / 2);
                        counts[t][input] = (ushort)(counts[t].GetValueOrDefault(input) + 1);
                    }
                }
            });
            var steps = new StepSequence(StepMicroseconds);
            foreach (SortedDictionary<int, ushort> step in counts)
            {
                steps.Append([.. step.Keys], [.. step.Values]);
            }

            clips[n] = new(steps, n % 10);
        });
        return clips;
    }
}
