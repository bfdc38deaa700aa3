using EventSnn.Events.Random;
using EventSnn.Networks.FixedFeedback;
using EventSnn.Training.Pictures;

namespace EventSnn.Cli.Demo;

/// <summary>The experiments on fixed feedback (after Samadi, Lillicrap and Tweed 2017).</summary>
internal static class FeedbackDemos
{
    /// <summary>
    /// The root mean square of the first currents where layers stand on spikes: a current of 3 makes a neuron spike about a quarter of the time. Ours, chosen
    /// for that reason.
    /// </summary>
    private const double Deviation = 3;

    /// <summary>Factors on the rate 1 / fan-in at the beginning and the end. Ours: of 1, 2 and 3 the best on pictures 10,000 to 13,000 of MNIST's training part.</summary>
    private const double FirstRate = 3;
    private const double LastRate = .15;

    public static DemoResult Fit()
    {
        var options = new FixedFeedbackOptions { Sizes = [1, 1] };
        (RateCurve curve, double error) = RateCurve.Fit(options);
        double[] currents = [.. Enumerable.Range(0, 161).Select(i => i / 4.0)];
        double published = Math.Sqrt(currents.Average(j => Math.Pow(RateCurve.DutyCycle(options, j) - new RateCurve(.82, .08).Value(j), 2)));
        return new(
            [
                new("fitted curve", $"{curve.C1:F3} tanh({curve.C2:F4} j)", "0.82 tanh(0.08 j)"),
                new("root mean square error in duty cycle, j in [0, 40]", $"{error:F4}"),
                new("the same of the published constants", $"{published:F4}", "reported", error <= published),
            ],
            SvgChart.Draw("Duty cycle of a neuron whose spike lasts its refractory time", "current", "duty cycle", [
                new("simulated", [.. currents.Select(j => (j, RateCurve.DutyCycle(options, j)))]),
                new("fitted E", [.. currents.Select(j => (j, curve.Value(j)))]),
                new("E'(j) / E'(0)", [.. currents.Skip(1).Select(j => (j, curve.Derivative(j) / (curve.C1 * curve.C2)))]),
            ], 1));
    }

    public static DemoResult Digits(DemoRun run)
    {
        (int hidden, int epochs, int train, double target) = run.Full ? (1000, 30, 60_000, .963) : (256, 5, 10_000, .93);
        DigitPictures digits = DigitPictures.Take(run, train, run.Data is null ? 2000 : 10_000);
        List<DemoFigure> figures = [];
        List<ChartLine> lines = [];
        foreach (ulong seed in run.Each)
        {
            foreach (bool published in run.Full ? new[] { false } : [false, true])
            {
                var options = new FixedFeedbackOptions { Sizes = [784, hidden, 10], Seed = seed };
                FixedFeedbackNetwork network = published ? new(options) : Scaled(options, digits);
                string name = published ? "N(0, 0.055^2), constant rate" : "start scaled to data, falling rate";
                List<(double, double)> curve = [];
                double accuracy = 0;
                for (int epoch = 1; epoch <= epochs; epoch++)
                {
                    if (!published)
                    {
                        Fall(network, epoch, epochs);
                    }

                    Learn(network, digits.Train, seed, epoch, run.Cancellation);
                    accuracy = Accuracy(network, digits.Test);
                    run.Say($"seed {seed}, {name}, epoch {epoch}: {accuracy:P2}");
                    curve.Add((epoch, accuracy));
                }

                string result = $"{accuracy:P2} of {digits.Test.Count} others";
                figures.Add(new($"784-{hidden}-10, {epochs} epochs of {train} {digits.Name}, {name}, seed {seed}", result, published ? null : $">= {target:P1}", published ? null : accuracy >= target));
                lines.Add(new($"seed {seed}, {name}", curve));
            }
        }

        return new(figures, SvgChart.Draw($"Fixed feedback, 784-{hidden}-10, {digits.Name}", "epoch", "test accuracy", lines, 1));
    }

    public static DemoResult Teaching(DemoRun run)
    {
        const int epochs = 4;
        DigitPictures digits = DigitPictures.Take(run, 5000, 2000);
        List<DemoFigure> figures = [];
        List<ChartLine> lines = [];
        var errors = new Dictionary<TeachingSignal, double>();
        foreach (TeachingSignal signal in Enum.GetValues<TeachingSignal>())
        {
            List<double> all = [];
            foreach (ulong seed in run.Each)
            {
                FixedFeedbackNetwork network = Scaled(new FixedFeedbackOptions { Sizes = [784, 100, 100, 100, 10], Teaching = signal, Seed = seed }, digits);
                List<(double, double)> curve = [];
                for (int epoch = 1; epoch <= epochs; epoch++)
                {
                    Fall(network, epoch, epochs);
                    Learn(network, digits.Train, seed, epoch, run.Cancellation);
                    curve.Add((epoch, 1 - Accuracy(network, digits.Test)));
                }

                run.Say($"{Name(signal)}, seed {seed}: error {curve[^1].Item2:P2}");
                all.Add(curve[^1].Item2);
                lines.Add(new($"{Name(signal)}, seed {seed}", curve));
            }

            errors[signal] = all.Average();
            figures.Add(new($"error, {Name(signal)}", $"{all.Average():P2}"));
        }

        double plain = errors[TeachingSignal.None] / errors[TeachingSignal.Derivative];
        double fair = errors[TeachingSignal.Constant] / errors[TeachingSignal.Derivative];
        figures.Add(new("error without the signal over error with it", $"{plain:F2}", ">= 1.3", plain >= 1.3));
        figures.Add(new("the same at the same learning rate", $"{fair:F2}", ">= 1.3", fair >= 1.3));
        return new(figures, SvgChart.Draw($"784-100-100-100-10 on 5000 {digits.Name}", "epoch", "test error", lines));
    }

    public static DemoResult Deep(DemoRun run)
    {
        // Centred currents carry what tells samples apart through ten layers. Their mean of 3 is that of the shallow demonstrations, a quarter of the
        // time in spikes, and samples differ by as much; the rate is the published 1 / fan-in.
        const int train = 1000;
        const int epochs = 4;
        const double mean = 3;
        const double deviation = 3;
        DigitPictures digits = DigitPictures.Take(run, train, 1);
        int[] sizes = [784, .. Enumerable.Repeat(100, 10), 10];
        (string Name, Func<int, bool> Learns, bool Aligned)[] nets =
        [
            ("nothing learns", _ => false, false),
            ("the lowest only", l => l == 0, false),
            ("the lowest only, its feedback aligned with the fixed layers", l => l == 0, true),
            ("the output only", l => l == 10, false),
            ("the lowest and the output", l => l is 0 or 10, false),
            ("the top two", l => l >= 9, false),
            ("all", _ => true, false),
        ];
        List<DemoFigure> figures = [];
        List<ChartLine> lines = [];
        double[][] errors = [.. nets.Select(_ => new double[run.Seeds])];
        for (int n = 0; n < nets.Length; n++)
        {
            int at = 0;
            foreach (ulong seed in run.Each)
            {
                var options = new FixedFeedbackOptions { Sizes = sizes, Seed = seed, Learns = [.. Enumerable.Range(0, 11).Select(nets[n].Learns)] };
                var network = new FixedFeedbackNetwork(options);
                float[][] some = [.. digits.Train.Take(100).Select(s => s.Intensities)];
                network.CentreOnData(some, mean, deviation);
                if (nets[n].Aligned)
                {
                    network.AlignFeedback(some);
                }

                List<(double, double)> curve = [];
                for (int epoch = 1; epoch <= epochs && n > 0; epoch++)
                {
                    Learn(network, digits.Train, seed, epoch, run.Cancellation);
                    if (seed == run.Seed || epoch == epochs)
                    {
                        curve.Add((epoch, 1 - Accuracy(network, digits.Train)));
                    }
                }

                if (n == 0)
                {
                    curve.Add((epochs, 1 - Accuracy(network, digits.Train)));
                }

                errors[n][at++] = curve[^1].Item2;
                if (seed == run.Seed)
                {
                    lines.Add(new(nets[n].Name, curve));
                }
            }

            run.Say($"{nets[n].Name}: training error {string.Join(' ', errors[n].Select(e => $"{e:P1}"))}");
            figures.Add(new($"training error, {nets[n].Name}", $"{errors[n].Average():P1}"));
        }

        figures.Add(Paired("the lowest only, below nothing (cannot: nothing aligns fixed layers with random feedback)", errors[0], errors[1]) with { Target = null, Reached = null });
        figures.Add(Paired("the lowest only, aligned, below nothing", errors[0], errors[2]));
        figures.Add(Paired("the lowest and the output, below the output only", errors[3], errors[4]));
        figures.Add(Paired("all, below the top two", errors[5], errors[6]));
        return new(figures, SvgChart.Draw($"Ten hidden layers of 100 on {train} {digits.Name}, first seed", "epoch", "training error", lines, 1));
    }

    public static DemoResult Alignment(DemoRun run)
    {
        DigitPictures digits = DigitPictures.Take(run, 2000, 100);
        List<DemoFigure> figures = [];
        List<ChartLine> lines = [];
        foreach (ulong seed in run.Each)
        {
            FixedFeedbackNetwork network = Scaled(new FixedFeedbackOptions { Sizes = [784, 200, 200, 200, 10], Seed = seed }, digits);
            double[] before = FeedbackAlignment.Measure(network, digits.Test);
            Learn(network, digits.Train, seed, 1, run.Cancellation);
            double[] after = FeedbackAlignment.Measure(network, digits.Test);
            figures.Add(new($"cosines before, seed {seed}", string.Join(' ', before.Select(c => $"{c:F3}"))));
            figures.Add(new($"cosines after 2000 samples, seed {seed}", string.Join(' ', after.Select(c => $"{c:F3}")), "above 0 in every layer", after.All(c => c > 0)));
            lines.Add(new($"before, seed {seed}", [.. before.Select((c, l) => (l + 1.0, c))]));
            lines.Add(new($"after, seed {seed}", [.. after.Select((c, l) => (l + 1.0, c))]));
        }

        return new(figures, SvgChart.Draw($"Fixed feedback and the gradient, {digits.Name}", "layer of weights", "cosine", lines, 1));
    }

    private static FixedFeedbackNetwork Scaled(FixedFeedbackOptions options, DigitPictures digits, double deviation = Deviation)
    {
        var network = new FixedFeedbackNetwork(options);
        network.ScaleToData([.. digits.Train.Take(20).Select(s => s.Intensities)], deviation);
        return network;
    }

    private static void Learn(FixedFeedbackNetwork network, IReadOnlyList<(float[] Intensities, int Label)> samples, ulong seed, int epoch, CancellationToken cancellation)
    {
        (float[] Intensities, int Label)[] order = [.. samples];
        RandomStream.Fork(seed, 77, (ulong)epoch).Shuffle<(float[] Intensities, int Label)>(order);
        foreach ((float[] x, int label) in order)
        {
            cancellation.ThrowIfCancellationRequested();
            network.Present(x, label);
        }
    }

    private static void Fall(FixedFeedbackNetwork network, int epoch, int epochs)
        => network.RateFactor = FirstRate + ((LastRate - FirstRate) * (epoch - 1) / (epochs - 1));

    private static double Accuracy(FixedFeedbackNetwork network, IReadOnlyList<(float[] Intensities, int Label)> samples)
        => samples.Count(s => network.Present(s.Intensities, -1) == s.Label) / (double)samples.Count;

    private static string Name(TeachingSignal signal) => signal switch
    {
        TeachingSignal.Derivative => "E'(j)",
        TeachingSignal.None => "1",
        _ => "E'(0)",
    };

    /// <summary>A paired one-sided t test: is b below a?</summary>
    private static DemoFigure Paired(string name, double[] a, double[] b)
    {
        if (a.Length < 2)
        {
            return new(name, "needs two seeds or more", "p < 0.01");
        }

        double[] d = [.. a.Zip(b, (x, y) => x - y)];
        double mean = d.Average();
        double deviation = Math.Sqrt(d.Sum(x => (x - mean) * (x - mean)) / (d.Length - 1));
        double t = deviation == 0 ? (mean > 0 ? double.PositiveInfinity : 0) : mean / (deviation / Math.Sqrt(d.Length));

        // Student's t at 1 %, one-sided, for 1 to 9 degrees of freedom; beyond, the last is on the safe side.
        double[] limits = [31.82, 6.965, 4.541, 3.747, 3.365, 3.143, 2.998, 2.896, 2.821];
        double limit = limits[Math.Min(d.Length - 1, limits.Length) - 1];
        return new(name, $"{100 * mean:F1} points, t = {t:F1}", $"p < 0.01 (t > {limit})", t > limit);
    }
}
