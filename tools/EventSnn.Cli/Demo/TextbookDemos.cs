using EventSnn.Events.Geometry;
using EventSnn.Networks.Encoders;
using EventSnn.Networks.Neurons;
using EventSnn.Networks.SpikeProp;
using EventSnn.Networks.Stdp;
using EventSnn.Training.Pictures;

namespace EventSnn.Cli.Demo;

/// <summary>The small demonstrations: leaky neuron, spike codes, STDP, SpikeProp.</summary>
internal static class TextbookDemos
{
    public static DemoResult Leaky()
    {
        List<DemoFigure> figures = [];
        List<ChartLine> lines = [];
        foreach (double input in new[] { .04, .06, .1, .2 })
        {
            var neuron = new LeakyNeuron(.95);
            List<(double, double)> curve = [(0, 0)];
            long? first = null;
            for (int n = 1; n <= 100; n++)
            {
                bool spike = neuron.Step(input);
                first ??= spike ? n : null;
                curve.Add((n, neuron.Membrane));
            }

            long? expected = LeakyNeuron.FirstSpike(.95, 1, input);
            expected = expected > 100 ? null : expected;
            figures.Add(new($"first spike, input {input:0.##}", first is { } f ? $"step {f}" : "none", expected is { } e ? $"step {e}" : "none", first == expected));
            lines.Add(new($"input {input:0.##}", curve));
        }

        return new(figures, SvgChart.Draw("Leaky neuron, decay 0.95, threshold 1", "step", "membrane", lines));
    }

    public static DemoResult Encoders(DemoRun run)
    {
        const int values = 20;
        float[] ramp = [.. Enumerable.Range(1, values).Select(i => (float)i / values)];
        var size = new SensorSize(1, values);
        (string Name, SampleEncoder Encoder)[] codes =
        [
            ("Poisson, up to 200 Hz", new PoissonRateEncoder(size, 200, 200_000, 1000, run.Seed)),
            ("regular, up to 200 Hz", new RegularRateEncoder(size, 200, 200_000)),
            ("latency, linear", new LatencyEncoder(size, 200_000, 1000)),
            ("rank order", new RankOrderEncoder(size, 10_000)),
        ];
        List<SpikeRow> panels = [];
        List<DemoFigure> figures = [];
        foreach ((string name, SampleEncoder encoder) in codes)
        {
            List<(int, double)> spikes = [];
            using var writer = new EventWriter(batch =>
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    spikes.Add((batch.Y[i], batch.Timestamps[i] / 1000.0));
                }
            });
            encoder.Encode(ramp, writer);
            writer.Flush();
            panels.Add(new(name, spikes));
            double expected = name.Contains("200 Hz", StringComparison.Ordinal) ? ramp.Sum(x => x * 40) : values;
            double tolerance = name.StartsWith("Poisson", StringComparison.Ordinal) ? 3 * Math.Sqrt(expected) : name.StartsWith("regular", StringComparison.Ordinal) ? values : 0;
            figures.Add(new($"spikes, {name}", $"{spikes.Count}", tolerance > 0 ? $"{expected:F0} +- {tolerance:F0}" : $"{expected:F0}", Math.Abs(spikes.Count - expected) <= tolerance));
        }

        return new(figures, SvgRaster.Draw("20 intensities from 0.05 to 1 in four codes", 200, panels));
    }

    public static DemoResult Stdp()
    {
        var options = new StdpOptions();
        List<(double X, double Y)> found = [];
        double worst = 0;
        for (int d = -60; d <= 60; d++)
        {
            var synapses = new StdpSynapses(options, 1, 1);
            synapses.Weights[0] = .5;
            for (int t = 0; t < 130; t++)
            {
                synapses.Step(t == 65 ? [0] : [], t == 65 + d ? [0] : []);
            }

            double change = synapses.Weights[0] - .5;
            worst = Math.Max(worst, Math.Abs(change - options.Window(d)));
            found.Add((d, change));
        }

        return new(
            [new("largest difference from the window", $"{worst:E1}", "< 1e-6", worst < 1e-6)],
            SvgChart.Draw("STDP: change of the weight by one pair of spikes", "t_post - t_pre, ms", "change of the weight", [new("the closed form", [.. found.Select(p => (p.X, options.Window((int)p.X)))]), new("online traces", found)]));
    }

    public static DemoResult SpikeProp(DemoRun run)
    {
        List<DemoFigure> figures = [];
        List<ChartLine> lines = [];
        int reached = 0;
        foreach (ulong seed in run.Each)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            var task = new SpikePropXorTask(seed);
            int? epochs = task.LearnUntil(1, 500);
            reached += epochs is null ? 0 : 1;
            figures.Add(new($"seed {seed}", epochs is { } e ? $"{e} epochs" : $"error {task.Errors[^1]:F1} ms^2 after 500", "sum of squares <= 1 ms^2 within 500", epochs is not null));
            lines.Add(new($"seed {seed}", [.. task.Errors.Select((error, n) => ((double)n, error))]));
        }

        figures.Add(new("seeds that learned", $"{reached} of {run.Seeds}"));
        return new(figures, SvgChart.Draw("SpikeProp: exclusive-or", "epoch", "sum of squared errors, ms^2", lines));
    }
}
