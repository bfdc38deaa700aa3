using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;

namespace EventSnn.Events.Filters;

/// <summary>Several filters one after the other. <c>In = Out + sum of what each took out</c>.</summary>
public sealed class FilterChain
{
    private readonly EventFilter[] filters;

    /// <summary>Creates a chain.</summary>
    /// <param name="size">The sensor whose events come in.</param>
    /// <param name="filters">The filters in order; each must take the size that the one before it gives.</param>
    /// <exception cref="ArgumentException">Two neighbouring sizes do not match.</exception>
    public FilterChain(SensorSize size, params IEnumerable<EventFilter> filters)
    {
        this.filters = [.. filters];
        InputSize = size;
        SensorSize current = size;
        foreach (EventFilter filter in this.filters)
        {
            if (filter.InputSize != current)
            {
                throw new ArgumentException($"{filter.GetType().Name} takes {filter.InputSize}, but the filter before it gives {current}.", nameof(filters));
            }

            current = filter.OutputSize;
        }

        OutputSize = current;
    }

    /// <summary>The sensor whose events come in.</summary>
    public SensorSize InputSize { get; }

    /// <summary>The sensor that the events that go out refer to.</summary>
    public SensorSize OutputSize { get; }

    /// <summary>The filters in order, each with its own counters.</summary>
    public IReadOnlyList<EventFilter> Filters => filters;

    /// <summary>Events that any of the filters took out.</summary>
    public long Filtered
    {
        get
        {
            long sum = 0;
            foreach (EventFilter filter in filters)
            {
                sum += filter.Counters.Filtered + filter.Counters.OutOfRange;
            }

            return sum;
        }
    }

    /// <summary>Filters a batch.</summary>
    /// <param name="source">The events; only read.</param>
    /// <param name="pool">Where batches for the results come from; its capacity must hold the source.</param>
    /// <returns>The events that passed; the caller disposes it. With no filters the source itself, retained.</returns>
    public EventBatch Apply(EventBatch source, EventBatchPool pool)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(pool);
        source.Retain();
        EventBatch current = source;
        foreach (EventFilter filter in filters)
        {
            EventBatch next = pool.Rent();
            try
            {
                filter.Apply(current, next);
            }
            catch
            {
                next.Dispose();
                throw;
            }
            finally
            {
                current.Dispose();
            }

            current = next;
        }

        return current;
    }

    /// <summary>Makes every filter forget past events. Counters stay.</summary>
    public void Reset()
    {
        foreach (EventFilter filter in filters)
        {
            filter.Reset();
        }
    }
}
