using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace EventSnn.Streaming.Telemetry;

/// <summary>
/// The instruments of the streaming engine, on a <see cref="Meter"/> named <c>EventSnn</c>. Recording costs nothing while
/// nobody listens. The table of instruments is in the README of this folder's project.
/// </summary>
public sealed class StreamingMetrics : IDisposable
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "EventSnn";

    private readonly Meter meter;
    private readonly Counter<long> sourceEvents;
    private readonly Counter<long> filteredEvents;
    private readonly Counter<long> droppedEvents;
    private readonly Counter<long> steps;
    private readonly Counter<long> updates;
    private readonly Histogram<double> stepDuration;
    private readonly Gauge<double> lag;

    /// <summary>Creates the instruments.</summary>
    /// <param name="factory">The host's meter factory; null for a meter of its own.</param>
    public StreamingMetrics(IMeterFactory? factory = null)
    {
        meter = factory?.Create(new MeterOptions(Name)) ?? new Meter(Name);
        sourceEvents = meter.CreateCounter<long>("eventsnn.source.events", "{event}", "Events delivered by sources.");
        filteredEvents = meter.CreateCounter<long>("eventsnn.filter.events", "{event}", "Events taken out by filters.");
        droppedEvents = meter.CreateCounter<long>("eventsnn.dropped.events", "{event}", "Events lost, by reason: overflow, late, out_of_range.");
        steps = meter.CreateCounter<long>("eventsnn.network.steps", "{step}", "Time steps that networks took.");
        updates = meter.CreateCounter<long>("eventsnn.network.updates", "{update}", "Steps in which a network learned.");
        stepDuration = meter.CreateHistogram<double>("eventsnn.network.step.duration", "s", "Time that a network took for one step, mean over a batch of steps.");
        lag = meter.CreateGauge<double>("eventsnn.pipeline.lag", "s", "How far the pipeline is behind event time; only on paced and live streams.");
    }

    /// <summary>The metrics of the process, where no host brings its own.</summary>
    public static StreamingMetrics Default { get; } = new();

    /// <summary>The activity source: one activity per subscription of a recogniser.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    internal void SourceEvents(long count) => sourceEvents.Add(count);

    internal void FilteredEvents(long count) => filteredEvents.Add(count);

    internal void DroppedEvents(long count, string reason) => droppedEvents.Add(count, new KeyValuePair<string, object?>("reason", reason));

    internal void Steps(long count, long learned, TimeSpan elapsed)
    {
        steps.Add(count);
        updates.Add(learned);
        if (count > 0)
        {
            stepDuration.Record(elapsed.TotalSeconds / count);
        }
    }

    internal void Lag(TimeSpan behind) => lag.Record(behind.TotalSeconds);
}
