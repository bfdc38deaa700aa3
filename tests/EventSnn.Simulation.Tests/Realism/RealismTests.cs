using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Simulation.Cameras;
using EventSnn.Simulation.Gestures;
using EventSnn.Simulation.Gestures.Light;
using EventSnn.Simulation.Realism;
using EventSnn.Simulation.Rendering;
using EventSnn.TestKit;

namespace EventSnn.Simulation.Tests.Realism;

public sealed class RealismTests
{
    [Fact]
    public void The_distance_of_histograms_is_zero_for_the_same_shape_and_one_for_nothing_in_common()
    {
        var a = new Histogram(1, 100, 1);
        var b = new Histogram(1, 100, 1);
        var c = new Histogram(1, 100, 1);
        foreach (double v in new[] { 1.5, 1.7, 20 })
        {
            a.Add(v);
            b.Add(v);
            b.Add(v);
            c.Add(v * 4);
        }

        a.DistanceTo(b).ShouldBe(0, 1e-7);
        a.DistanceTo(c).ShouldBe(1, 1e-12);

        // One of two equal halves shared: divergence 1/2 bit.
        var half = new Histogram(1, 100, 1);
        var other = new Histogram(1, 100, 1);
        half.Add(1.5);
        half.Add(3);
        other.Add(1.5);
        other.Add(40);
        half.DistanceTo(other).ShouldBe(Math.Sqrt(0.5), 1e-12);
        double.IsNaN(a.DistanceTo(new Histogram(1, 100, 1))).ShouldBeTrue();
        Should.Throw<ArgumentException>(() => a.DistanceTo(new Histogram(1, 100, 2)));
    }

    [Fact]
    public void Statistics_count_what_is_there()
    {
        using var events = new PooledEvents();
        var statistics = new EventStatistics(new(4, 4));
        using EventBatch batch = events.Batch((1000, 0, 0, 1), (1500, 0, 0, 0), (2000, 3, 3, 1), (15_000, 0, 0, 1), (15_000, 9, 9, 1));
        statistics.BeginClip(0);
        statistics.Add(batch, 0, batch.Count);
        statistics.EndClip(20_000);
        statistics.Events.ShouldBe(4);
        statistics.OnShare.ShouldBe(0.75);
        statistics.Rate.ShouldBe(200);
        statistics.ActiveShare.ShouldBe(2 / 16.0);
        statistics.Intervals.Bins.Sum().ShouldBe(2);
        statistics.RateVariation.ShouldBe(0.5, 1e-12); // 3 and 1 events in 10 ms
    }

    [Fact]
    public void Rebounds_and_echoes_come_as_often_as_told()
    {
        // Light only rises: every OFF event is a rebound.
        var model = CameraModels.Ideal with
        {
            Pixel = CameraModels.Ideal.Pixel with { ThresholdOn = 0.3, ThresholdOff = 0.1, ReboundAfterOn = 0.25 },
            Readout = CameraModels.Ideal.Readout with { ServiceMicroseconds = 1, EchoFraction = 0.2 },
        };
        long on = 0, off = 0;
        using var camera = new SimulatedCamera(model, new(64, 64), 5, b =>
        {
            foreach (byte p in b.Polarities)
            {
                on += p;
                off += 1 - p;
            }
        });
        var light = new float[64 * 64];
        for (int n = 0; n <= 500; n++)
        {
            // Every pixel brightens once, at its own time, by one threshold and a half; the rest and the threshold that a
            // rebound gives back are not enough for a second ON event.
            for (int i = 0; i < light.Length; i++)
            {
                light[i] = (float)(50 * Math.Exp(0.45 * Math.Clamp(n - 2 - (i % 400), 0, 1)));
            }

            camera.Expose(light, n * 1000.0);
        }

        camera.Flush();
        CameraCounters counters = camera.Counters;
        ((double)counters.Pixels.Rebounds).ShouldBe(0.25 * counters.Pixels.Crossings, 0.03 * counters.Pixels.Crossings);
        counters.Pixels.Crossings.ShouldBe(64 * 64);
        ((double)counters.Echoes).ShouldBe(0.2 * counters.Pixels.Fired, 3 * Math.Sqrt(0.16 * counters.Pixels.Fired));
        (on + off).ShouldBe(counters.Pixels.Fired + counters.Echoes);
        off.ShouldBeGreaterThan(500);
    }

    /// <summary>
    /// Arms that circle one way or the other leave the same number of events in every pixel, whatever the person: a
    /// classifier of whole-clip counts must guess. The motion itself tells the way without fail.
    /// </summary>
    [Fact]
    public void Counts_per_pixel_do_not_tell_the_direction_of_a_circle_but_motion_does()
    {
        const int subjects = 8;
        var size = new SensorSize(32, 32);
        int right = 0, rightByMotion = 0, total = 0;
        foreach ((Gesture clockwise, Gesture counter) in new[]
                 {
                     (Gesture.RightArmClockwise, Gesture.RightArmCounterClockwise), (Gesture.LeftArmClockwise, Gesture.LeftArmCounterClockwise),
                 })
        {
            var clips = new List<(int Class, double[] Counts, double Turn)>();
            for (int subject = 1; subject <= subjects; subject++)
            {
                clips.Add((0, Film(subject, clockwise, size, out double turn), turn));
                clips.Add((1, Film(subject, counter, size, out turn), turn));
            }

            // Leave one person out; nearest mean of counts, in square roots so that bright pixels do not rule.
            for (int n = 0; n < clips.Count; n++)
            {
                double[][] means = [.. Enumerable.Range(0, 2).Select(c => Mean(clips.Where((x, i) => i / 2 != n / 2 && x.Class == c).Select(x => x.Counts)))];
                int guess = Distance(clips[n].Counts, means[0]) < Distance(clips[n].Counts, means[1]) ? 0 : 1;
                right += guess == clips[n].Class ? 1 : 0;
                rightByMotion += (clips[n].Turn < 0 ? 0 : 1) == clips[n].Class ? 1 : 0;
                total++;
            }
        }

        ((double)rightByMotion / total).ShouldBeGreaterThan(0.95);
        ((double)right / total).ShouldBeLessThan(0.75);
    }

    private static double[] Film(int subject, Gesture gesture, SensorSize size, out double turn)
    {
        var scene = new GestureScene(Subject.Draw(11, subject), Lighting.Led, [new(gesture, 0, 1.4)], 11, size);
        var counts = new double[size.Pixels];
        double sweep = 0, lastX = double.NaN, lastY = double.NaN, sumX = 0, sumY = 0, n = 0;
        int bin = 0;
        using var camera = new SimulatedCamera(CameraModels.Dvs128, size, (ulong)subject, b =>
        {
            for (int i = 0; i < b.Count; i++)
            {
                if (b.Timestamps[i] < 0)
                {
                    continue;
                }

                counts[(b.Y[i] * size.Width) + b.X[i]]++;
                if (b.Timestamps[i] / 40_000 != bin)
                {
                    // The middle of the events of 40 ms moves around the arm's circle.
                    if (n > 20)
                    {
                        double x = sumX / n, y = sumY / n;
                        sweep += double.IsNaN(lastX) ? 0 : (lastX * y) - (lastY * x);
                        (lastX, lastY) = (x, y);
                    }

                    (sumX, sumY, n, bin) = (0, 0, 0, (int)(b.Timestamps[i] / 40_000));
                }

                sumX += b.X[i] - (size.Width / 2.0);
                sumY += b.Y[i] - (size.Height / 2.0);
                n++;
            }
        });
        var sampler = new SceneSampler();
        var light = new float[size.Pixels];
        for (double t = -100_000; t < 1.4e6; t = sampler.Next(scene, t))
        {
            scene.Render(t * 1e-6, light);
            camera.Expose(light, t);
        }

        camera.Flush();
        turn = sweep;
        return [.. counts.Select(Math.Sqrt)];
    }

    private static double[] Mean(IEnumerable<double[]> vectors)
    {
        double[][] all = [.. vectors];
        return [.. Enumerable.Range(0, all[0].Length).Select(i => all.Average(v => v[i]))];
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b).Sum(p => (p.First - p.Second) * (p.First - p.Second));
}
