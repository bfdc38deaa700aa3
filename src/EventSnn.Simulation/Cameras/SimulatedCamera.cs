using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Simulation.Pixels;
using EventSnn.Simulation.Readout;

namespace EventSnn.Simulation.Cameras;

/// <summary>
/// An event camera that is shown light samples and hands out event batches, as a real one would: pixels, bus, timestamps.
/// </summary>
/// <remarks>Allocation-free in a steady state with one thread. Not safe for concurrent use.</remarks>
public sealed class SimulatedCamera : IDisposable
{
    private readonly PixelArray pixels;
    private readonly EventBus bus;
    private readonly EventBatchPool pool;
    private readonly Action<EventBatch> emit;
    private readonly Action<long, uint> serve;
    private readonly double slack;
    private EventBatch batch;
    private long delivered;
    private bool disposed;

    /// <summary>Creates a camera.</summary>
    /// <param name="model">What to imitate.</param>
    /// <param name="size">Columns and rows; null for those of the model.</param>
    /// <param name="seed">Equal seeds give equal noise.</param>
    /// <param name="emit">Receives full batches, borrowed until it returns.</param>
    /// <param name="pool">Where batches come from; null for the pool of the process.</param>
    /// <param name="threads">Threads that share the work of one sample, at least 1; without influence on the result.</param>
    /// <param name="chipSeed">What distinguishes one camera of the model from another: thresholds, hot pixels. Null for <paramref name="seed"/>.</param>
    public SimulatedCamera(
        CameraModel model, SensorSize? size, ulong seed, Action<EventBatch> emit, EventBatchPool? pool = null, int threads = 1, ulong? chipSeed = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(emit);
        pixels = new PixelArray(size ?? model.Size, model.Pixel, RandomStream.Mix(seed, 101), threads, RandomStream.Mix(chipSeed ?? seed, 101));
        bus = new EventBus(model.Readout, RandomStream.Mix(seed, 102));
        slack = model.Readout.LatencyMicroseconds;
        this.emit = emit;
        this.pool = pool ?? EventBatchPool.Shared;
        batch = this.pool.Rent();
        serve = Serve;
    }

    /// <summary>Columns and rows.</summary>
    public SensorSize Size => pixels.Size;

    /// <summary>The pixels.</summary>
    public PixelArray Pixels => pixels;

    /// <summary>What was done so far.</summary>
    public CameraCounters Counters => new(pixels.Counters, delivered, bus.Dropped, bus.Echoes, bus.Waiting);

    /// <summary>Shows the camera the light at a moment. Between two moments the levels move on straight lines.</summary>
    /// <param name="light">Linear light of every pixel in DN, row by row; see <see cref="PixelArray.Expose"/>.</param>
    /// <param name="microseconds">The time, later than the one before.</param>
    public void Expose(ReadOnlySpan<float> light, double microseconds)
    {
        pixels.Expose(light, microseconds);
        PixelEventBuffer events = pixels.Events;
        double from = pixels.IntervalStart;
        double length = microseconds - from;
        foreach (ulong key in events.Keys)
        {
            bus.Request(from + (PixelEventBuffer.FractionOf(key) * length), (uint)(key & 0x7FFF_FFFF));
        }

        // A request made after this moment could still be overtaken by an event of the next interval.
        bus.Serve(microseconds + slack, serve);
    }

    /// <summary>Hands out what is under way: what still waits for the bus, and the batch that is not full yet.</summary>
    public void Flush()
    {
        bus.Serve(double.PositiveInfinity, serve);
        FlushBatch();
    }

    /// <summary>Hands out the batch that is not full yet, but leaves what waits for the bus. For live use.</summary>
    public void FlushBatch()
    {
        if (batch.Count > 0)
        {
            EventBatch full = batch;
            batch = pool.Rent();
            try
            {
                emit(full);
            }
            finally
            {
                full.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            batch.Dispose();
        }
    }

    private void Serve(long timestamp, uint address)
    {
        int pixel = (int)(address >> 1);
        batch.Add(timestamp, pixel % pixels.Size.Width, pixel / pixels.Size.Width, (int)(address & 1));
        delivered++;
        if (batch.Free == 0)
        {
            FlushBatch();
        }
    }
}
