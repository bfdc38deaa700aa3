using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Networks.Encoders;
using EventSnn.TestKit;

namespace EventSnn.Networks.Tests.Encoders;

public sealed class EncoderTests
{
    private static readonly SensorSize One = new(1, 1);

    [Fact]
    public void A_poisson_pixel_of_one_eighth_spikes_125_times_in_1000_steps_give_or_take_three_deviations()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            Encode(new PoissonRateEncoder(One, 1000, 1_000_000, 1000, seed), [32 / 256f]).Count.ShouldBeInRange(125 - 32, 125 + 32);
        }
    }

    [Fact]
    public void Poisson_intervals_have_a_coefficient_of_variation_of_one()
    {
        long[] times = [.. Encode(new PoissonRateEncoder(One, 20, 1_000_000_000, 1000), [1]).Select(e => e.T)];
        double[] gaps = [.. times.Zip(times.Skip(1), (a, b) => (double)(b - a))];
        double mean = gaps.Average();
        double deviation = Math.Sqrt(gaps.Average(g => (g - mean) * (g - mean)));
        mean.ShouldBe(50_000, 2000);
        (deviation / mean).ShouldBe(Math.Sqrt(1 - .02), .03); // geometric: sqrt(1 - p)
    }

    [Fact]
    public void Poisson_pixels_and_samples_are_independent_and_repeatable()
    {
        var encoder = new PoissonRateEncoder(new SensorSize(2, 1), 500, 100_000, 1000, seed: 9);
        var events = Encode(encoder, [1, 1], [1, 1]);
        events.Where(e => e.X == 0).Select(e => e.T).ShouldNotBe(events.Where(e => e.X == 1).Select(e => e.T));
        events.Where(e => e.T < 100_000).Select(e => (e.T, e.X)).ShouldNotBe(events.Where(e => e.T >= 100_000).Select(e => (e.T - 100_000, e.X)));
        Encode(new PoissonRateEncoder(new SensorSize(2, 1), 500, 100_000, 1000, seed: 9), [1, 1], [1, 1]).ShouldBe(events);
    }

    [Fact]
    public void A_full_rate_fills_every_step_and_zero_none()
    {
        Encode(new PoissonRateEncoder(One, 1000, 50_000), [1]).Count.ShouldBe(50);
        Encode(new PoissonRateEncoder(One, 1000, 50_000), [0]).ShouldBeEmpty();
        Should.Throw<ArgumentOutOfRangeException>(() => new PoissonRateEncoder(One, 1001, 50_000));
    }

    [Fact]
    public void Regular_spikes_are_as_many_as_asked_for_within_one_and_evenly_spread()
    {
        for (int i = 1; i <= 100; i++)
        {
            float x = i / 100f;
            List<(long T, int X, int Y, int P)> events = Encode(new RegularRateEncoder(One, 200, 1_000_000), [x]);
            ((double)events.Count).ShouldBe(x * 200, 1);
            long[] gaps = [.. events.Zip(events.Skip(1), (a, b) => b.T - a.T).Distinct()];
            (gaps.DefaultIfEmpty().Max() - gaps.DefaultIfEmpty().Min()).ShouldBeLessThanOrEqualTo(1000);
        }
    }

    [Theory]
    [InlineData(LatencyCurve.Linear, 0)]
    [InlineData(LatencyCurve.Logarithmic, .1)]
    public void Brighter_pixels_spike_earlier_and_once(LatencyCurve curve, double threshold)
    {
        float[] values = [.9f, .3f, .6f, 0, .3f, 1];
        var encoder = new LatencyEncoder(new SensorSize(3, 2), 1000, 1, curve, threshold, 200);
        List<(long T, int X, int Y, int P)> events = Encode(encoder, values);
        events.Count.ShouldBe(5);
        var time = events.ToDictionary(e => (e.Y * 3) + e.X, e => e.T);
        time.Keys.ShouldNotContain(3);
        time[1].ShouldBe(time[4]);
        int[] order = [5, 0, 2, 1];
        order.Zip(order.Skip(1)).ShouldAllBe(p => time[p.First] < time[p.Second]);
    }

    [Fact]
    public void The_linear_latency_is_the_window_times_what_is_missing_to_one()
    {
        var encoder = new LatencyEncoder(new SensorSize(3, 1), 1020, 20);
        Encode(encoder, [1, .5f, .2f]).Select(e => e.T).ShouldBe([0, 500, 800]);
    }

    [Fact]
    public void The_logarithmic_latency_is_when_a_leaky_neuron_reaches_the_threshold()
    {
        var encoder = new LatencyEncoder(One, 1000, 1, LatencyCurve.Logarithmic, .2, 200);
        Encode(encoder, [.5f]).Single().T.ShouldBe((long)Math.Round(200 * Math.Log(.5 / .3)));
        Encode(new LatencyEncoder(One, 1000, 1, LatencyCurve.Logarithmic, .2, 200), [.2005f]).ShouldBeEmpty(); // would come after the window
    }

    [Fact]
    public void Ranks_keep_the_order_and_ties_share_a_step()
    {
        float[] values = [.2f, .9f, .2f, 0, .7f, .9f];
        Encode(new RankOrderEncoder(new SensorSize(6, 1), 20), values).Select(e => (e.T, e.X))
            .ShouldBe([(0, 1), (0, 5), (20, 4), (40, 0), (40, 2)]);
        float[] dimmer = [.. values.Select(v => v * .3f)];
        Encode(new RankOrderEncoder(new SensorSize(6, 1), 20), dimmer).Count.ShouldBe(5);
    }

    [Fact]
    public void Twelve_fields_give_a_value_back_within_one_percent_of_the_range()
    {
        var encoder = new PopulationEncoder(1, 12, -3, 5);
        var times = new long[12];
        for (int i = 0; i <= 400; i++)
        {
            float x = -3 + (8 * i / 400f);
            encoder.Reset();
            Array.Fill(times, -1);
            foreach ((long t, int field, _, _) in Encode(encoder, [x]))
            {
                times[field] = t;
            }

            encoder.Decode(times).ShouldBe(x, .01 * 8);
        }
    }

    [Fact]
    public void Delta_and_step_forward_events_give_a_sine_back_with_more_than_20_dB()
    {
        foreach (ContrastKind kind in new[] { ContrastKind.Delta, ContrastKind.StepForward })
        {
            float[][] signal = [.. Enumerable.Range(0, 2000).Select(t => new[] { (float)Math.Sin(2 * Math.PI * t / 400) })];
            var encoder = new TemporalContrastEncoder(1, kind, .05);
            var polarity = new int[signal.Length];
            foreach ((long t, _, _, int p) in Encode(encoder, signal))
            {
                polarity[(t + 999) / 1000] += p == 1 ? 1 : -1;
            }

            var back = new double[signal.Length];
            TemporalContrastEncoder.Reconstruct(.05, polarity, back);
            SignalToNoise(signal, back).ShouldBeGreaterThan(20, kind.ToString());
        }
    }

    [Fact]
    public void A_jump_is_many_delta_events_between_two_samples_and_one_step_per_sample_forward()
    {
        float[][] signal = [[0], [1.05f], [1.05f], [1.05f]];
        List<(long T, int X, int Y, int P)> delta = Encode(new TemporalContrastEncoder(1, ContrastKind.Delta, .1), signal);
        delta.Count.ShouldBe(10);
        delta.ShouldAllBe(e => e.T > 0 && e.T <= 1000 && e.P == 1);
        delta.Select(e => e.T).ShouldBeInOrder();
        Encode(new TemporalContrastEncoder(1, ContrastKind.StepForward, .1), signal).Select(e => e.T).ShouldBe([1000, 2000, 3000]);
    }

    [Fact]
    public void The_moving_window_sends_a_ramp_that_is_steep_enough_and_no_other()
    {
        // The mean of the last 4 samples lies 2.5 steps behind a ramp.
        float[][] ramp = [.. Enumerable.Range(0, 20).Select(t => new[] { t * .1f })];
        Encode(new TemporalContrastEncoder(1, ContrastKind.MovingWindow, .24, windowSamples: 4), ramp).Count.ShouldBe(16);
        Encode(new TemporalContrastEncoder(1, ContrastKind.MovingWindow, .26, windowSamples: 4), ramp).ShouldBeEmpty();
        float[][] fall = [.. ramp.Reverse()];
        Encode(new TemporalContrastEncoder(1, ContrastKind.MovingWindow, .24, windowSamples: 4), fall).ShouldAllBe(e => e.P == 0);
    }

    [Fact]
    public void Spikes_through_the_filter_give_a_sine_back_with_more_than_20_dB()
    {
        double[] filter = [.. Enumerable.Range(0, 24).Select(i => .04 * Math.Sin(Math.PI * (i + .5) / 24))];
        float[][] signal = [.. Enumerable.Range(0, 2000).Select(t => new[] { .3f + (.2f * (float)Math.Sin(2 * Math.PI * t / 400)) })];
        var spikes = new int[signal.Length];
        foreach ((long t, _, _, _) in Encode(new SpikeFilterEncoder(1, filter, .95 * filter.Sum()), signal))
        {
            spikes[t / 1000] = 1;
        }

        var back = new double[signal.Length];
        SpikeFilterEncoder.Reconstruct(filter, spikes, back);
        SignalToNoise(signal[100..^100], back.AsSpan()[100..^100]).ShouldBeGreaterThan(20);
    }

    [Fact]
    public void A_sample_of_another_length_or_range_is_told_with_its_place()
    {
        var encoder = new RegularRateEncoder(new SensorSize(2, 1), 100, 10_000);
        Should.Throw<ArgumentException>(() => Encode(encoder, [.5f])).Message.ShouldContain("Sample 0: expected 2 values, found 1");
        Should.Throw<ArgumentException>(() => Encode(encoder, [.5f, 1.5f])).Message.ShouldContain("Sample 0, value 1: expected a number from 0 to 1, found 1.5");
        Should.Throw<ArgumentException>(() => Encode(encoder, [.5f, float.NaN])).Message.ShouldContain("value 1");
    }

    [Fact]
    public void As_an_operator_every_subscriber_gets_the_same_ordered_events_and_the_end()
    {
        using var pooled = new PooledEvents(16);
        ReadOnlyMemory<float>[] pictures = [new float[] { 1, .5f }, new float[] { 0, 1 }];
        EventStream<Finite> stream = pictures.Encode(() => new PoissonRateEncoder(new SensorSize(2, 1), 500, 100_000), pooled.Pool);
        var first = new Collector();
        var second = new Collector();
        stream.Items.Subscribe(first).Dispose();
        stream.Items.Subscribe(second).Dispose();
        first.Events.Count.ShouldBeGreaterThan(60);
        first.Events.ShouldBe(second.Events);
        first.Events.Select(e => e.T).ShouldBeInOrder();
        first.Completed.ShouldBeTrue();
        stream.Size.ShouldBe(new SensorSize(2, 1));
    }

    [Fact]
    public void A_bad_sample_ends_the_stream_with_an_error_and_leaks_nothing()
    {
        using var pooled = new PooledEvents(16);
        ReadOnlyMemory<float>[] pictures = [new float[] { 1, .5f }, new float[] { 7, 1 }];
        var collector = new Collector();
        pictures.Encode(() => new PoissonRateEncoder(new SensorSize(2, 1), 500, 100_000), pooled.Pool).Items.Subscribe(collector);
        collector.Error.ShouldNotBeNull().Message.ShouldContain("Sample 1, value 0");
        collector.Completed.ShouldBeFalse();
    }

    private static double SignalToNoise(float[][] signal, ReadOnlySpan<double> back)
    {
        double mean = signal.Average(s => s[0]);
        double backMean = back.ToArray().Average();
        double power = 0;
        double noise = 0;
        for (int i = 0; i < signal.Length; i++)
        {
            power += Math.Pow(signal[i][0] - mean, 2);
            noise += Math.Pow(signal[i][0] - mean - (back[i] - backMean), 2);
        }

        return 10 * Math.Log10(power / noise);
    }

    private static List<(long T, int X, int Y, int P)> Encode(SampleEncoder encoder, params float[][] samples)
    {
        List<(long T, int X, int Y, int P)> events = [];
        using var writer = new EventWriter(batch => events.AddRange(PooledEvents.Tuples(batch)));
        foreach (float[] sample in samples)
        {
            encoder.Encode(sample, writer);
        }

        encoder.Complete(writer);
        writer.Flush();
        return events;
    }

    private sealed class Collector : IObserver<StreamItem>
    {
        public List<(long T, int X, int Y, int P)> Events { get; } = [];

        public bool Completed { get; private set; }

        public Exception? Error { get; private set; }

        public void OnNext(StreamItem value) => Events.AddRange(PooledEvents.Tuples((EventBatch)value));

        public void OnCompleted() => Completed = true;

        public void OnError(Exception error) => Error = error;
    }
}
