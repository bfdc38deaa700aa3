using EventSnn.Events.Batches;
using EventSnn.Simulation.Cameras;

namespace EventSnn.Simulation.Video;

/// <summary>Shows a video to a simulated event camera.</summary>
public static class VideoFilm
{
    /// <summary>Plays a video before a camera.</summary>
    /// <param name="source">The frames; read to their end.</param>
    /// <param name="model">The camera; its pixels are as many as those of a frame.</param>
    /// <param name="interpolation">What happens between two frames.</param>
    /// <param name="samplesPerFrame">Pictures per frame, 1 to 1000; with <see cref="Interpolation.Motion"/> more are made where things move faster.</param>
    /// <param name="seed">Seed of the camera's noise.</param>
    /// <param name="receive">Gets the batches, borrowed until it returns; times in microseconds from the first frame.</param>
    /// <param name="progress">Gets the number of frames shown; may be null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>What the camera did.</returns>
    public static CameraCounters Play(
        IFrameSource source, CameraModel model, Interpolation interpolation, int samplesPerFrame, ulong seed, Action<EventBatch> receive,
        Action<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(samplesPerFrame, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samplesPerFrame, 1000);
        using var camera = new SimulatedCamera(model, source.Size, seed, receive);
        var interpolator = new FrameInterpolator(source.Size, interpolation);
        var last = new float[source.Size.Pixels];
        var next = new float[source.Size.Pixels];
        var between = new float[source.Size.Pixels];
        double frameMicroseconds = 1e6 / source.FramesPerSecond;
        int frames = 0;
        while (source.Read(next))
        {
            cancellation.ThrowIfCancellationRequested();
            if (frames == 0)
            {
                camera.Expose(next, 0);
            }
            else
            {
                interpolator.Between(last, next);
                int samples = Math.Max(samplesPerFrame, Math.Min(1000, (int)Math.Ceiling(2 * interpolator.LargestMotion)));
                for (int n = 1; n <= samples; n++)
                {
                    interpolator.At((float)n / samples, between);
                    camera.Expose(between, (frames - 1 + ((double)n / samples)) * frameMicroseconds);
                }
            }

            (last, next) = (next, last);
            frames++;
            progress?.Invoke(frames);
        }

        camera.Flush();
        return camera.Counters;
    }
}
