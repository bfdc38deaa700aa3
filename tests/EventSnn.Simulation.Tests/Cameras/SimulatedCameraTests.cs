using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Simulation.Cameras;
using EventSnn.TestKit;

namespace EventSnn.Simulation.Tests.Cameras;

public sealed class SimulatedCameraTests
{
    [Fact]
    public void Every_event_of_the_pixels_is_delivered_dropped_or_on_its_way()
    {
        using var events = new PooledEvents(1000);
        long received = 0;
        using (var camera = new SimulatedCamera(CameraModels.Noisy, new(64, 64), 3, b => received += b.Count, events.Pool))
        {
            Show(camera, 200);
            CameraCounters counters = camera.Counters;
            (counters.Pixels.Fired + counters.Echoes).ShouldBe(counters.Delivered + counters.Dropped + counters.Waiting);
            camera.Flush();
            received.ShouldBe(camera.Counters.Delivered);
            camera.Counters.Waiting.ShouldBe(0);
            received.ShouldBeGreaterThan(5000);
        }
    }

    [Fact]
    public void A_batch_lent_to_a_receiver_comes_back_when_the_receiver_fails()
    {
        using var events = new PooledEvents(100);
        using var camera = new SimulatedCamera(CameraModels.Noisy, new(64, 64), 3, _ => throw new InvalidOperationException("full"), events.Pool);
        Should.Throw<InvalidOperationException>(() => Show(camera, 200)).Message.ShouldBe("full");
    }

    [Fact]
    public void Timestamps_never_step_back_and_coordinates_lie_on_the_sensor()
    {
        var size = new SensorSize(40, 24);
        long last = long.MinValue;
        using var camera = new SimulatedCamera(CameraModels.Dvs128, size, 3, b =>
        {
            for (int i = 0; i < b.Count; i++)
            {
                b.Timestamps[i].ShouldBeGreaterThanOrEqualTo(last);
                last = b.Timestamps[i];
                size.Contains(b.X[i], b.Y[i]).ShouldBeTrue();
            }
        });
        Show(camera, 200);
        camera.Flush();
        last.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_running_camera_allocates_nothing()
    {
        using var events = new PooledEvents(4096);
        using var camera = new SimulatedCamera(CameraModels.Dvs128, new(64, 64), 3, static _ => { }, events.Pool);
        float[][] light = [.. Enumerable.Range(0, 40).Select(n => Picture(camera.Size, n))];
        void Run(int from)
        {
            for (int n = 0; n < 400; n++)
            {
                camera.Expose(light[n % 40], (from + n + 1) * 1000.0);
            }
        }

        Run(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(400);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4096);
        camera.Counters.Delivered.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public void Every_model_is_found_by_its_name_and_valid()
    {
        foreach (CameraModel model in CameraModels.All)
        {
            CameraModels.Find(model.Name.ToUpperInvariant()).ShouldBeSameAs(model);
            model.Pixel.Validate();
            model.Readout.Validate();
        }

        CameraModels.Find("unknown").ShouldBeNull();
    }

    private static void Show(SimulatedCamera camera, int samples)
    {
        for (int n = 0; n < samples; n++)
        {
            camera.Expose(Picture(camera.Size, n), n * 1000.0);
        }
    }

    private static float[] Picture(SensorSize size, int n)
    {
        var light = new float[size.Pixels];
        for (int i = 0; i < light.Length; i++)
        {
            light[i] = 100 + (80 * MathF.Sin((i % size.Width * 0.3f) + (i / size.Width * 0.2f) - (2 * MathF.PI * n / 40)));
        }

        return light;
    }
}
