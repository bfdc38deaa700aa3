using System.Diagnostics;
using System.Threading.Channels;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Simulation.Cameras;

namespace EventSnn.Live.Webcam;

/// <summary>
/// A browser's webcam as an event camera: frames of brightness come in, a simulated camera looks at them, events go out on a thread of
/// its own. Frames that come faster than they can be looked at are dropped and counted.
/// </summary>
public sealed class WebcamCamera : IAsyncDisposable
{
    /// <summary>The largest frame in pixels.</summary>
    public const int LargestFrame = 640 * 480;

    private const double LongestGapMicroseconds = 1e6;
    private readonly Channel<Frame> frames;
    private readonly Action<EventBatch> emit;
    private readonly Task work;
    private long seen;
    private long dropped;

    /// <summary>Creates the camera.</summary>
    /// <param name="size">Columns and rows of every frame.</param>
    /// <param name="emit">Receives the events, borrowed until it returns.</param>
    /// <param name="seed">Seed of the camera's noise.</param>
    public WebcamCamera(SensorSize size, Action<EventBatch> emit, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(emit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size.Pixels, LargestFrame, nameof(size));
        Size = size;
        this.emit = emit;
        frames = Channel.CreateBounded<Frame>(
            new BoundedChannelOptions(4) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = false },
            _ => Interlocked.Increment(ref dropped));
        work = Task.Factory.StartNew(() => RunAsync(seed), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Columns and rows of every frame.</summary>
    public SensorSize Size { get; }

    /// <summary>Frames looked at.</summary>
    public long Seen => Interlocked.Read(ref seen);

    /// <summary>Frames dropped because they came too fast.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Shows the camera a frame.</summary>
    /// <param name="brightness">0 to 255, row by row; copied.</param>
    /// <param name="milliseconds">When it was taken, by the browser's clock.</param>
    /// <exception cref="ArgumentException">It has another size.</exception>
    public void Show(ReadOnlySpan<byte> brightness, double milliseconds)
    {
        if (brightness.Length != Size.Pixels)
        {
            throw new ArgumentException($"Expected a frame of {Size}, {Size.Pixels} bytes, found {brightness.Length}.", nameof(brightness));
        }

        frames.Writer.TryWrite(new Frame(brightness.ToArray(), milliseconds * 1e3, Stopwatch.GetTimestamp()));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        frames.Writer.TryComplete();
        await work;
    }

    private async Task RunAsync(ulong seed)
    {
        var light = new float[Size.Pixels];
        double? last = null;
        long received = 0;
        using var camera = new SimulatedCamera(
            CameraModels.Dvs128,
            Size,
            seed,
            batch =>
            {
                batch.ReceivedAt = received;
                emit(batch);
            });
        double clock = 0;
        await foreach (Frame frame in frames.Reader.ReadAllAsync())
        {
            for (int i = 0; i < light.Length; i++)
            {
                light[i] = frame.Brightness[i];
            }

            // A tab that was hidden comes back late: the time between was not seen.
            double passed = last is { } before ? frame.Microseconds - before : 0;
            if (last is not null && passed <= 0)
            {
                continue;
            }

            clock += Math.Min(passed, LongestGapMicroseconds);
            last = frame.Microseconds;
            received = frame.ReceivedAt;
            camera.Expose(light, clock);
            camera.FlushBatch();
            Interlocked.Increment(ref seen);
        }
    }

    private readonly record struct Frame(byte[] Brightness, double Microseconds, long ReceivedAt);
}
