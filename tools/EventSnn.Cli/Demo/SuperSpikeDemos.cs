using System.Diagnostics;
using EventSnn.Networks.SuperSpike;
using EventSnn.Networks.SuperSpike.Tasks;
using EventSnn.Training.Pictures;

namespace EventSnn.Cli.Demo;

/// <summary>The experiments of the SuperSpike paper.</summary>
internal static class SuperSpikeDemos
{
    private const int Trials = 1600;

    public static DemoResult Single(DemoRun run)
    {
        int learned = 0;
        int exact = 0;
        List<ChartLine> lines = [];
        foreach (ulong seed in run.Each)
        {
            SpikePatternTask task = SpikePatternTask.FiveSpikes(new SuperSpikeOptions { Inputs = 100, Seed = seed });
            task.Learn(500, run.Cancellation);
            learned += task.CostRatio() < .1 ? 1 : 0;
            task.Learn(Trials - 500, run.Cancellation);
            exact += task.HitsAll() ? 1 : 0;
            run.Say($"seed {seed}: cost {task.CostRatio():P1} of the first, {task.Spikes.Count} spikes");
            lines.Add(new($"seed {seed}", Curve(task)));
        }

        return new(
            [
                Share("cost below 10 % after 500 trials", learned, run.Seeds, 18 / 20.0),
                Share("all five within 2 ms, no other, after 1600", exact, run.Seeds, 17 / 20.0),
            ],
            SvgChart.Draw("SuperSpike: one neuron, five spike times", "trial", "van Rossum cost", [.. lines.Take(7)]));
    }

    public static DemoResult Hidden(DemoRun run)
    {
        List<DemoFigure> figures = [];
        List<ChartLine> lines = [];
        foreach (int hidden in new[] { 4, 8 })
        {
            foreach (FeedbackKind feedback in Enum.GetValues<FeedbackKind>())
            {
                foreach (bool learns in feedback == FeedbackKind.Symmetric ? new[] { true, false } : [true])
                {
                    int learned = 0;
                    SpikePatternTask? task = null;
                    foreach (ulong seed in run.Each)
                    {
                        task = SpikePatternTask.FiveSpikes(new SuperSpikeOptions { Inputs = 100, Hidden = hidden, Feedback = feedback, HiddenLearns = learns, Seed = seed, HiddenWeightMean = 2 });
                        task.Learn(Trials, run.Cancellation);
                        learned += task.CostRatio() < .1 ? 1 : 0;
                    }

                    string name = $"100-{hidden}-1, {(learns ? feedback.ToString().ToLowerInvariant() : "hidden layer frozen")}";
                    run.Say($"{name}: {learned} of {run.Seeds}");
                    figures.Add(learns ? Share(name, learned, run.Seeds, 16 / 20.0) : new(name, $"{learned} of {run.Seeds}"));
                    lines.Add(new(name, Curve(task!)));
                }
            }
        }

        return new(figures, SvgChart.Draw("SuperSpike through a hidden layer, last seed", "trial", "van Rossum cost", lines));
    }

    public static DemoResult Xor(DemoRun run)
    {
        List<DemoFigure> figures = [];
        List<ChartLine> lines = [];
        foreach ((string name, int hidden, FeedbackKind feedback) in new[]
        {
            ("4 hidden, symmetric", 4, FeedbackKind.Symmetric), ("4 hidden, random", 4, FeedbackKind.Random),
            ("4 hidden, uniform", 4, FeedbackKind.Uniform), ("8 hidden, random", 8, FeedbackKind.Random), ("no hidden layer", 0, FeedbackKind.Symmetric),
        })
        {
            var tasks = new SpikingXorTask[run.Seeds];
            Parallel.For(0, run.Seeds, new ParallelOptions { CancellationToken = run.Cancellation }, i => tasks[i] = LearnXor(hidden, feedback, run.Seed + (ulong)i, run.Cancellation));
            List<double> accuracies = [.. tasks.Select(t => t.Accuracy())];
            int[] longest = [.. tasks.Select(t => t.Answers.Aggregate((Now: 0, Best: 0), (r, right) => right ? (r.Now + 1, Math.Max(r.Best, r.Now + 1)) : (0, r.Best)).Best)];

            run.Say($"{name}: {string.Join(' ', accuracies.Select(a => $"{a:P1}"))}");
            int perfect = accuracies.Count(a => a == 1);
            figures.Add(hidden == 0
                ? new(name, $"best {accuracies.Max():P1}", "<= 80 %", accuracies.Max() <= .8)
                : new(name, $"{perfect} of {run.Seeds} at 100 %, median {Median(accuracies):P1}", feedback == FeedbackKind.Uniform ? "worse" : hidden == 4 ? "100 % in 9 of 10" : null, feedback == FeedbackKind.Uniform || hidden != 4 ? null : perfect >= .9 * run.Seeds));
            if (feedback == FeedbackKind.Random)
            {
                int against = tasks.Count(t => HearsNothingGood(t.Network));
                figures.Add(new($"{name}: draws in which an output's feedback is negative for all hidden neurons", $"{against} of {run.Seeds}"));
            }

            if (hidden > 0)
            {
                figures.Add(new($"{name}: 200 right answers in a row at some time", $"{longest.Count(n => n >= 200)} of {run.Seeds}"));
            }

            lines.Add(new(name, [.. tasks[^1].Answers.Chunk(200).Select((c, i) => (200.0 * i, c.Average(a => a ? 1.0 : 0)))]));
        }

        return new(figures, SvgChart.Draw("Spiking exclusive-or, last seed", "presentation", "right answers", lines, 1));
    }

    /// <summary>
    /// Four spikes per stimulated input stand out from the background; a stimulus every 50 ms, so that an update averages ten of them. The outputs learn alone at
    /// first, so that they ask something of the hidden neurons before those change. Hidden weights are a twentieth of the outputs', and change a fifth as fast. A
    /// floor of 4 Hz, just below a spike at one stimulus in four, keeps hidden neurons from falling silent; with random feedback the regulariser keeps them from
    /// spiking at every stimulus; it takes twice as long, for the draws that look long.
    /// </summary>
    private static SpikingXorTask LearnXor(int hidden, FeedbackKind feedback, ulong seed, CancellationToken cancellation)
    {
        const int spikes = 4;
        var options = new SuperSpikeOptions
        {
            Inputs = 100, Hidden = hidden, Outputs = 2, Feedback = feedback, Seed = seed, LearningRate = 2, HiddenRateFactor = .2, HiddenLearns = false,
            WeightScale = hidden > 0 ? 50 : 50.0 / spikes, HiddenWeightScale = 50.0 / spikes, HiddenWeightMean = 3.0 / spikes,
            ActivityFloor = 4, Regulariser = feedback == FeedbackKind.Random ? 1e-7 : 0,
        };
        var task = new SpikingXorTask(options, presentationMilliseconds: 50, spikesPerInput: spikes);
        task.Learn(2000, cancellation);
        task.Network.HiddenLearns = true;
        task.LearnByMistakes(feedback == FeedbackKind.Random ? 100_000 : 50_000, 5, cancellation);
        return task;
    }

    private static bool HearsNothingGood(SuperSpikeNetwork network)
    {
        int hidden = network.Options.Hidden;
        double[] feedback = network.Feedback.ToArray();
        return Enumerable.Range(0, network.Options.Outputs).Any(k => feedback.Skip(k * hidden).Take(hidden).All(b => b < 0));
    }

    public static DemoResult Pattern(DemoRun run)
    {
        // The regulariser's rho of 1 in the authors' units (volts, a surrogate times beta) is 1e-6 in ours.
        const double milliseconds = 3500;
        int trials = run.Full ? 286 : 88;
        List<DemoFigure> figures = [];
        List<SpikeRow> panels = [];
        var costs = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string name, int hidden, FeedbackKind feedback, double regulariser, double steepness, bool scattered) in new[]
        {
            ("no hidden layer", 0, FeedbackKind.Symmetric, 0.0, 1.0, false), ("32 hidden, symmetric", 32, FeedbackKind.Symmetric, 0, 1, false),
            ("32 hidden, random", 32, FeedbackKind.Random, 0, 1, false), ("32 hidden, random, regularised", 32, FeedbackKind.Random, 1e-6, 1, false),
            ("32 hidden, symmetric, s' = 1", 32, FeedbackKind.Symmetric, 0, 0, false), ("128 hidden, symmetric", 128, FeedbackKind.Symmetric, 0, 1, false),
            ("scattered rows, no hidden layer", 0, FeedbackKind.Symmetric, 0, 1, true), ("scattered rows, 32 hidden, symmetric", 32, FeedbackKind.Symmetric, 0, 1, true),
        })
        {
            var options = new SuperSpikeOptions { Inputs = 100, Hidden = hidden, Outputs = 100, Feedback = feedback, Regulariser = regulariser, Steepness = steepness, Seed = run.Seed };
            var task = new SpikePatternTask(options, milliseconds, 10, PicturePattern.Draw(100, milliseconds, scattered));
            task.Learn(trials, run.Cancellation);
            costs[name] = task.Costs.TakeLast(5).Average();
            run.Say($"{name}: cost {task.Costs[0]:F0} -> {costs[name]:F0}");
            figures.Add(new(name, $"cost {costs[name]:F1}, hidden rate {task.HiddenSpikes.Count / (milliseconds / 1000) / Math.Max(1, hidden):F1} Hz"));
            if (!scattered)
            {
                panels.Add(new(name, task.Spikes));
            }

            if (panels.Count == 1)
            {
                panels.Insert(0, new("wanted", task.Targets));
            }
        }

        double none = costs["no hidden layer"];
        double symmetric = costs["32 hidden, symmetric"];
        double random = costs["32 hidden, random"];
        figures.Add(new("32 symmetric below no hidden layer", symmetric < none ? "yes" : "no", "yes", symmetric < none));
        figures.Add(new("128 symmetric below no hidden layer", costs["128 hidden, symmetric"] < none ? "yes" : "no"));
        figures.Add(new("no hidden layer at most random", none <= random ? "yes" : "no", "yes", none <= random));
        figures.Add(new("the regulariser lowers random", costs["32 hidden, random, regularised"] < random ? "yes" : "no", "yes", costs["32 hidden, random, regularised"] < random));
        figures.Add(new("s' = 1 is worse", costs["32 hidden, symmetric, s' = 1"] > symmetric ? "yes" : "no", "yes", costs["32 hidden, symmetric, s' = 1"] > symmetric));
        return new(figures, SvgRaster.Draw($"SuperSpike: a picture as spikes, after {trials * milliseconds / 1000:F0} s", milliseconds, panels));
    }

    public static DemoResult Speed(DemoRun run)
    {
        List<DemoFigure> figures = [];
        List<ChartLine> lines = [];
        foreach (double hertz in new[] { 4.0, 10 })
        {
            var speeds = new double[2];
            var perProcessor = new double[2];
            foreach (EligibilityMode mode in Enum.GetValues<EligibilityMode>())
            {
                SpikePatternTask task = SpikePatternTask.FiveSpikes(new SuperSpikeOptions { Inputs = 100, Seed = run.Seed, Eligibility = mode }, hertz);
                task.Learn(100, run.Cancellation);
                using var process = Process.GetCurrentProcess();
                TimeSpan before = process.TotalProcessorTime;
                var watch = Stopwatch.StartNew();
                int trials = 0;
                while (watch.Elapsed.TotalSeconds < 2)
                {
                    task.Learn(10, run.Cancellation);
                    trials += 10;
                }

                speeds[(int)mode] = trials * .5 / watch.Elapsed.TotalSeconds;
                process.Refresh();
                perProcessor[(int)mode] = trials * .5 / (process.TotalProcessorTime - before).TotalSeconds;
                lines.Add(new($"{hertz} Hz, {mode}", Curve(task)));
            }

            figures.Add(new($"blocks, {hertz} Hz", $"{speeds[0]:F0}x real time", ">= 800x", speeds[0] >= 800));
            figures.Add(new($"blocks, {hertz} Hz, per second of processor time", $"{perProcessor[0]:F0} s"));
            figures.Add(new($"every step, {hertz} Hz", $"{speeds[1]:F0}x real time"));
            double gain = perProcessor[0] / perProcessor[1];
            figures.Add(new($"blocks over every step, {hertz} Hz, in processor time", $"{gain:F1}x", ">= 3x", gain >= 3));
        }

        figures.Add(new("state per synapse", $"{SuperSpikeNetwork.StatePerSynapse} numbers, whatever the length"));
        return new(figures, SvgChart.Draw("SuperSpike: what was learned while measuring", "trial", "van Rossum cost", lines));
    }

    private static (double X, double Y)[] Curve(SpikePatternTask task) => [.. task.Costs.Chunk(10).Select((c, i) => (10.0 * i, c.Average()))];

    private static DemoFigure Share(string name, int count, int of, double target) =>
        new(name, $"{count} of {of}", $">= {Math.Ceiling(target * of):F0}", count >= Math.Ceiling(target * of));

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
