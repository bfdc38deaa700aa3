using System.Reactive.Linq;
using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Events.Filters;
using EventSnn.Events.Streams;
using EventSnn.Streaming.Boundaries;
using EventSnn.Streaming.Telemetry;

namespace EventSnn.Streaming.Operators;

/// <summary>What a stream of raw events can be turned into.</summary>
public static class EventStreamOperators
{
    /// <summary>Sends every batch through filters. Notices pass; a timestamp reset makes the filters forget.</summary>
    /// <typeparam name="TLength">Finite or endless; unchanged.</typeparam>
    /// <param name="stream">Raw events.</param>
    /// <param name="filters">The filters; they keep state, so one chain serves one subscription at a time.</param>
    /// <param name="pool">Where filtered batches come from; its capacity must hold a source batch. Null for the process's.</param>
    /// <param name="metrics">Where filtered events are counted; null for the process's.</param>
    /// <returns>The events that pass, in the geometry of the last filter.</returns>
    /// <exception cref="ArgumentException">The chain takes another sensor size.</exception>
    public static EventStream<TLength> Filter<TLength>(
        this EventStream<TLength> stream, FilterChain filters, EventBatchPool? pool = null, StreamingMetrics? metrics = null)
        where TLength : IStreamLength
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(filters);
        if (filters.InputSize != stream.Size)
        {
            throw new ArgumentException($"The filters take {filters.InputSize}, the stream has {stream.Size}.", nameof(filters));
        }

        EventBatchPool batches = pool ?? EventBatchPool.Shared;
        StreamingMetrics meter = metrics ?? StreamingMetrics.Default;
        IObservable<StreamItem> items = Observable.Create<StreamItem>(observer => stream.Items.Subscribe(new FilterStage(observer, filters, batches, meter)));
        return new EventStream<TLength>(filters.OutputSize, items);
    }

    /// <summary>
    /// Bins events into time steps. Notices pass; a timestamp reset closes the open step and begins a new origin.
    /// </summary>
    /// <typeparam name="TLength">Finite or endless; unchanged.</typeparam>
    /// <param name="stream">Raw events.</param>
    /// <param name="stepMicroseconds">The length of a step.</param>
    /// <param name="downsample">Pixels summed into one input in each direction.</param>
    /// <param name="pool">Where step batches come from; null for the process's.</param>
    /// <param name="onCounters">Told the binner's counters after every batch; null where nobody counts.</param>
    /// <param name="metrics">Where dropped events are counted; null for the process's.</param>
    /// <returns>Time steps, empty ones included.</returns>
    public static StepStream<TLength> BinByTime<TLength>(
        this EventStream<TLength> stream,
        long stepMicroseconds,
        int downsample = 1,
        StepBatchPool? pool = null,
        Action<BinningCounters>? onCounters = null,
        StreamingMetrics? metrics = null)
        where TLength : IStreamLength
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.BinByTime(
            new BinningOptions { Size = stream.Size, StepMicroseconds = stepMicroseconds, Downsample = downsample }, pool, onCounters, metrics);
    }

    /// <summary>Bins events into time steps, as the options say: with motion, for one.</summary>
    /// <typeparam name="TLength">Finite or endless; unchanged.</typeparam>
    /// <param name="stream">Raw events.</param>
    /// <param name="options">How to bin; of the stream's sensor size.</param>
    /// <param name="pool">Where step batches come from; null for the process's.</param>
    /// <param name="onCounters">Told the binner's counters after every batch; null where nobody counts.</param>
    /// <param name="metrics">Where dropped events are counted; null for the process's.</param>
    /// <returns>Time steps, empty ones included.</returns>
    /// <exception cref="ArgumentException">The options are for another sensor size.</exception>
    public static StepStream<TLength> BinByTime<TLength>(
        this EventStream<TLength> stream,
        BinningOptions options,
        StepBatchPool? pool = null,
        Action<BinningCounters>? onCounters = null,
        StreamingMetrics? metrics = null)
        where TLength : IStreamLength
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (options.Size != stream.Size)
        {
            throw new ArgumentException($"The options are for a sensor of {options.Size}, the stream has {stream.Size}.", nameof(options));
        }

        StreamingMetrics meter = metrics ?? StreamingMetrics.Default;
        IObservable<StreamItem> items = Observable.Create<StreamItem>(observer => stream.Items.Subscribe(new BinStage(observer, options, pool, onCounters, meter)));
        return new StepStream<TLength>(options.Shape, options.StepMicroseconds, items);
    }

    /// <summary>Moves everything behind this point to another thread, through a bounded queue.</summary>
    /// <typeparam name="TLength">Finite or endless; unchanged.</typeparam>
    /// <param name="stream">Raw events.</param>
    /// <param name="options">Capacity and what happens when the queue is full.</param>
    /// <param name="boundary">The boundary, for its counters.</param>
    /// <returns>The same events, less those that the policy dropped.</returns>
    public static EventStream<TLength> AcrossThreads<TLength>(
        this EventStream<TLength> stream, BoundaryOptions options, out ThreadBoundary boundary)
        where TLength : IStreamLength
    {
        ArgumentNullException.ThrowIfNull(stream);
        boundary = new ThreadBoundary(stream.Items, options);
        return new EventStream<TLength>(stream.Size, boundary);
    }
}
