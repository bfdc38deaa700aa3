using System.Diagnostics;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Recordings;
using EventSnn.Simulation.Cameras;
using EventSnn.Simulation.Video;
using EventSnn.Streaming.Sources;

namespace EventSnn.Live.Video;

/// <summary>
/// Any video as an event camera: a simulated camera looks at the frames. As with the webcam, one exposure per frame, between which every
/// pixel moves on a straight line, so that no frame has to be waited for.
/// </summary>
public static class VideoCamera
{
    /// <summary>Makes the stream. Times are microseconds from the first frame, by the video's frames per second.</summary>
    /// <param name="video">The frames; the stream disposes of them.</param>
    /// <param name="again">Opens the video anew when it has ended, so that it plays again and again; null where the stream ends with it.</param>
    /// <param name="speed">Video seconds per second; null for as fast as the frames come.</param>
    /// <param name="seed">Seed of the camera's noise.</param>
    /// <returns>The stream. To be subscribed to once.</returns>
    public static EventStream<Endless> Stream(IFrameSource video, Func<IFrameSource>? again, double? speed, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(video);
        if (speed is { } s && !(s > 0 && double.IsFinite(s)))
        {
            throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed must be above 0.");
        }

        return new EventStream<Endless>(video.Size, SourceThread.Run("video", (observer, stop) => Run(video, again, speed, seed, observer, stop)));
    }

    private static void Run(IFrameSource video, Func<IFrameSource>? again, double? speed, ulong seed, IObserver<StreamItem> observer, CancellationToken stop)
    {
        long received = 0;
        using var camera = new SimulatedCamera(CameraModels.Dvs128, video.Size, seed, batch =>
        {
            batch.ReceivedAt = received;
            observer.OnNext(batch);
        });
        var light = new float[video.Size.Pixels];
        long began = Stopwatch.GetTimestamp();
        double clock = 0;
        for (IFrameSource? round = video; round is not null && !stop.IsCancellationRequested; round = again?.Invoke())
        {
            using IFrameSource frames = round;
            long shown = 0;
            while (!stop.IsCancellationRequested && frames.Read(light))
            {
                if (speed is { } factor)
                {
                    WaitUntil(began, clock / factor, stop);
                }

                received = Stopwatch.GetTimestamp();
                camera.Expose(light, clock);
                camera.FlushBatch();
                clock += 1e6 / frames.FramesPerSecond;
                shown++;
            }

            if (frames.Fault is { } fault && shown > 0)
            {
                observer.OnNext(new StreamNotice(NoticeKind.Damaged, (long)clock, 1, fault));
            }

            if (shown == 0)
            {
                throw new RecordingException("the video", null, "at least one whole frame", "none", "It is empty or cut: make it again."); // and it would be opened for ever
            }
        }
    }

    private static void WaitUntil(long began, double microseconds, CancellationToken stop)
    {
        TimeSpan left = TimeSpan.FromMicroseconds(microseconds) - Stopwatch.GetElapsedTime(began);
        if (left > TimeSpan.Zero)
        {
            stop.WaitHandle.WaitOne(left);
        }
    }
}
