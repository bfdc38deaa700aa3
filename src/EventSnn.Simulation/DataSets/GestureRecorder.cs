using System.Text;
using EventSnn.Events.Batches;
using EventSnn.Events.Random;
using EventSnn.Recordings;
using EventSnn.Recordings.DvsGesture;
using EventSnn.Recordings.Writing;
using EventSnn.Simulation.Cameras;
using EventSnn.Simulation.Gestures;
using EventSnn.Simulation.Rendering;

namespace EventSnn.Simulation.DataSets;

/// <summary>Films one recording of a gesture data set.</summary>
public static class GestureRecorder
{
    /// <summary>The camera looks at the person for this long before the recording begins, so that its pixels have settled.</summary>
    private const double WarmUpMicroseconds = 250_000;

    /// <summary>Films a recording, event by event in the order of the camera.</summary>
    /// <param name="plan">What to film.</param>
    /// <param name="receive">Gets the batches, borrowed until it returns. Times start at 0.</param>
    /// <param name="progress">Gets the share that is done, 0 to 1, now and then; may be null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>What the camera did, warm-up included.</returns>
    public static CameraCounters Film(
        GestureRecordingPlan plan, Action<EventBatch> receive, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(receive);
        var scene = new GestureScene(plan.Subject, plan.Lighting, plan.Windows, plan.Seed, plan.Camera.Size);
        var sampler = new SceneSampler();
        var light = new float[plan.Camera.Size.Pixels];
        bool settled = false;
        ulong cameraSeed = RandomStream.Mix(plan.Seed ^ 0xCA3E5A, ((ulong)plan.Subject.Number << 8) | (ulong)plan.Lighting);
        using var camera = new SimulatedCamera(plan.Camera, null, cameraSeed, batch =>
        {
            if (settled)
            {
                receive(batch);
            }
        }, chipSeed: plan.Seed); // One camera films the whole set, as for DvsGesture.

        double end = plan.Seconds * 1e6;
        double time = -WarmUpMicroseconds;
        int pictures = 0;
        while (time <= end)
        {
            scene.Render(time * 1e-6, light);
            camera.Expose(light, time);
            if (!settled && time >= 0)
            {
                camera.FlushBatch();
                settled = true;
            }

            if ((++pictures & 127) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(Math.Clamp(time / end, 0, 1));
            }

            double next = sampler.Next(scene, time);

            // One picture falls on time 0, so that the recording begins exactly there.
            time = time < 0 && next > 0 ? 0 : next;
        }

        camera.Flush();
        return camera.Counters;
    }

    /// <summary>Films a recording into an AEDAT 3.1 file with its label file beside it; both appear only when complete.</summary>
    /// <param name="plan">What to film.</param>
    /// <param name="folder">Where the files go; must exist.</param>
    /// <param name="progress">Gets the share that is done, 0 to 1; may be null.</param>
    /// <param name="cancellation">Stops the work; nothing half-written stays.</param>
    /// <returns>The number of events written.</returns>
    /// <exception cref="RecordingException">The folder cannot be written to.</exception>
    public static long Record(GestureRecordingPlan plan, string folder, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        string path = Path.Combine(folder, plan.Name + ".aedat");
        using RecordingWriter writer = Recording.Create(path, new WriteOptions { Size = plan.Camera.Size });
        Film(plan, writer.Write, progress, cancellation);

        // Labels first: a recording that exists is then known to have them.
        TextFile.Write(DvsGestureLayout.LabelsPath(path), Labels(plan));
        writer.Complete();
        return writer.Written;
    }

    private static string Labels(GestureRecordingPlan plan)
    {
        var text = new StringBuilder("class,startTime_usec,endTime_usec\n");
        foreach (GestureWindow window in plan.Windows)
        {
            text.Append(null, $"{(int)window.Gesture + 1},{Math.Round(window.Start * 1e6):F0},{Math.Round(window.End * 1e6):F0}\n");
        }

        return text.ToString();
    }
}
