using EventSnn.Events.Geometry;
using EventSnn.Simulation.Pixels;

namespace EventSnn.Simulation.Tests.Pixels;

/// <summary>Lights for which the events can be worked out by hand.</summary>
public sealed class ClosedFormTests
{
    [Theory]
    [InlineData(2.05, 1000, 1)]
    [InlineData(2.05, 1000, -1)]
    [InlineData(3.10, 333, 1)]
    [InlineData(0.19, 1000, 1)]
    public void A_logarithmic_ramp_gives_floor_D_over_theta_events_at_equal_times(double rise, double samplesPerSecond, int direction)
    {
        // L = ln(I/255 + 0.001) moves by "rise" in one second, up or down, between -3.5 and 0.
        double Light(double t) => 255 * (Math.Exp((direction > 0 ? -3.5 : 0) + (direction * rise * t)) - 1e-3);
        Recorded ramp = Recorded.Of(new(3, 3), Recorded.Ideal, 1, samplesPerSecond, (_, _, t) => Light(t));

        int expected = (int)(rise / 0.2);
        ramp.Events.Count.ShouldBe(9 * expected);
        ramp.Events.ShouldAllBe(e => e.P == (direction > 0 ? 1 : 0));
        foreach (IGrouping<(int, int), (double T, int X, int Y, int P)> pixel in ramp.Events.GroupBy(e => (e.X, e.Y)))
        {
            int n = 1;
            foreach ((double t, _, _, _) in pixel)
            {
                t.ShouldBe(n++ * 0.2 / rise * 1e6, 1.0);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_moving_edge_fires_every_pixel_in_order_as_often_as_its_contrast_asks(bool brighter)
    {
        const double speed = 40; // pixels per second
        const double low = 40, high = 110;
        double jump = Math.Log((high / 255) + 1e-3) - Math.Log((low / 255) + 1e-3);
        double behind = brighter ? high : low;
        double ahead = brighter ? low : high;

        // A soft edge of one pixel, so that a pixel sees it pass within a few samples.
        Recorded edge = Recorded.Of(new(32, 4), Recorded.Ideal, 1, 2000, (x, _, t) =>
            ahead + ((behind - ahead) * Math.Clamp((speed * t) - x, 0, 1)));

        edge.Events.ShouldAllBe(e => e.P == (brighter ? 1 : 0));
        for (int y = 0; y < 4; y++)
        {
            double last = double.NegativeInfinity;
            for (int x = 0; x < 32; x++)
            {
                double[] times = [.. edge.Events.Where(e => e.X == x && e.Y == y).Select(e => e.T)];
                times.Length.ShouldBe((int)(jump / 0.2));
                times[0].ShouldBeGreaterThan(last);
                times.ShouldBeInOrder();
                last = times[0];
            }
        }
    }

    [Fact]
    public void Reversed_contrast_mirrors_the_edge()
    {
        Recorded Edge(double from, double to) => Recorded.Of(new(16, 2), Recorded.Ideal, 0.5, 2000, (x, _, t) =>
            (255 * Math.Exp(from + ((to - from) * Math.Clamp((40 * t) - x, 0, 1)))) - 0.255);
        Recorded up = Edge(-3, -1.5);
        Recorded down = Edge(-1.5, -3);

        down.Events.Count.ShouldBe(up.Events.Count);
        foreach (((double T, int X, int Y, int P) a, (double T, int X, int Y, int P) b) in up.Events.Zip(down.Events))
        {
            (b.X, b.Y, b.P).ShouldBe((a.X, a.Y, 1 - a.P));
            b.T.ShouldBe(a.T, 1.0);
        }
    }

    [Theory]
    [InlineData(100, 20)]
    [InlineData(100, 100)]
    [InlineData(100, 300)]
    [InlineData(300, 150)]
    public void A_sine_behind_the_photoreceptor_is_that_of_a_first_order_filter(double cutoff, double frequency)
    {
        // Small modulation about 200 DN, so that the bandwidth, which follows the light, is nearly constant.
        const double mean = 200, depth = 0.05;
        const double samplesPerSecond = 4000;
        PixelOptions options = Recorded.Ideal with { Response = LightResponse.LinLog, BandwidthHz = cutoff };
        var pixels = new PixelArray(new(8, 1), options, 1);
        var sample = new float[8];
        double sine = 0, cosine = 0;
        int settle = (int)samplesPerSecond / 2;
        int periods = (int)(frequency / 2);
        int count = (int)Math.Round(periods * samplesPerSecond / frequency);
        for (int n = 0; n < settle + count; n++)
        {
            double phase = 2 * Math.PI * frequency * n / samplesPerSecond;
            Array.Fill(sample, (float)(mean * Math.Exp(depth * Math.Sin(phase))));
            pixels.Expose(sample, n / samplesPerSecond * 1e6);
            if (n >= settle)
            {
                sine += pixels.Levels[3] * Math.Sin(phase) * 2 / count;
                cosine += pixels.Levels[3] * Math.Cos(phase) * 2 / count;
            }
        }

        double k = (mean + 20) / 275;
        double expected = depth / Math.Sqrt(1 + Math.Pow(frequency / (k * cutoff), 2));
        Math.Sqrt((sine * sine) + (cosine * cosine)).ShouldBe(expected, 0.1 * expected);
    }

    [Fact]
    public void A_large_sine_gives_as_many_events_as_its_filtered_amplitude_has_thresholds()
    {
        // 25 thresholds of amplitude before the filter, about 22 behind it: counting by thresholds is then good to a few per cent.
        const double theta = 0.01, depth = 0.25, frequency = 40, cutoff = 100, mean = 200;
        PixelOptions options = Recorded.Ideal with { Response = LightResponse.LinLog, BandwidthHz = cutoff, ThresholdOn = theta, ThresholdOff = theta };
        Recorded wave = Recorded.Of(new(1, 1), options, 2, 4000, (_, _, t) => mean * Math.Exp(depth * Math.Sin(2 * Math.PI * frequency * t)));

        double k = (mean + 20) / 275;
        double amplitude = depth / Math.Sqrt(1 + Math.Pow(frequency / (k * cutoff), 2));
        double perPeriod = wave.Events.Count(e => e.T >= 1e6) / frequency;
        perPeriod.ShouldBe(4 * amplitude / theta, 0.1 * 4 * amplitude / theta);
    }

    [Fact]
    public void The_response_is_linear_in_the_dark_and_logarithmic_above()
    {
        var pixels = new PixelArray(new(5, 1), Recorded.Ideal with { Response = LightResponse.LinLog }, 1);
        pixels.Expose([0, 10, 20, 100, 255], 0);
        double[] expected = [0, Math.Log(20) / 2, Math.Log(20), Math.Log(100), Math.Log(255)];
        for (int i = 0; i < expected.Length; i++)
        {
            pixels.Levels[i].ShouldBe(expected[i], 1e-6);
        }
    }

    [Fact]
    public void The_vector_path_and_the_scalar_path_compute_the_same_pixel()
    {
        // 19 pixels: two vectors and three pixels alone, all under the same light.
        PixelOptions options = Recorded.Ideal with { Response = LightResponse.LinLog, BandwidthHz = 150, ThresholdOn = 0.05, ThresholdOff = 0.05 };
        Recorded all = Recorded.Of(new(19, 1), options, 0.2, 2000, (_, _, t) => 60 + (55 * Math.Sin(2 * Math.PI * 17 * t)));
        for (int x = 1; x < 19; x++)
        {
            all.Pixels.Levels[x].ShouldBe(all.Pixels.Levels[0], 1e-12);
            (double T, int P)[] mine = [.. all.Events.Where(e => e.X == x).Select(e => (e.T, e.P))];
            (double T, int P)[] first = [.. all.Events.Where(e => e.X == 0).Select(e => (e.T, e.P))];
            mine.Length.ShouldBe(first.Length);
            for (int i = 0; i < mine.Length; i++)
            {
                mine[i].P.ShouldBe(first[i].P);
                mine[i].T.ShouldBe(first[i].T, 0.01);
            }
        }
    }

    [Fact]
    public void A_crossing_within_the_dead_time_moves_the_reference_but_gives_no_event()
    {
        // 3.5 thresholds in 1 ms: crossings at 286, 571 and 857 us; a dead time of 500 us leaves the first and the third.
        PixelOptions options = Recorded.Ideal with { RefractoryMicroseconds = 500 };
        Recorded step = Recorded.Of(new(1, 1), options, 0.01, 1000, (_, _, t) => (255 * Math.Exp(-3 + (0.7 * Math.Min(t * 1000, 1)))) - 0.255);
        step.Events.Count.ShouldBe(2);
        step.Events[0].T.ShouldBe(285.7, 1);
        step.Events[1].T.ShouldBe(857.1, 1);
        step.Pixels.Counters.Crossings.ShouldBe(3);
        step.Pixels.Counters.Refractory.ShouldBe(1);
    }
}
