using System.Reactive.Disposables;
using System.Reactive.Linq;
using EventSnn.Events.Batches;
using EventSnn.Events.Streams;
using EventSnn.Streaming.Telemetry;

namespace EventSnn.Streaming.Operators;

/// <summary>Replays a recording at the speed at which it was recorded.</summary>
public static class PaceOperator
{
    /// <summary>The longest event time that one paced batch covers, in microseconds.</summary>
    public const long SliceMicroseconds = 5_000;

    /// <summary>A jump in time, forwards or backwards, of more than this many microseconds is not waited for; pacing begins anew behind it.</summary>
    public const long MaximumJumpMicroseconds = 60_000_000;

    /// <summary>
    /// Holds every batch back until host time has come as far as its event time; batches are cut into slices of at most
    /// <see cref="SliceMicroseconds"/>. Never skips: where the consumer is slower, it lags, and the lag is measured.
    /// </summary>
    /// <param name="stream">Raw events of a recording.</param>
    /// <param name="speed">Event seconds per host second, above 0; 1 is real time.</param>
    /// <param name="time">The host's clock; null for the system's.</param>
    /// <param name="pool">Where slices come from; null for the process's.</param>
    /// <param name="metrics">Where the lag is measured; null for the process's.</param>
    /// <returns>The same events, at that speed.</returns>
    /// <typeparam name="TLength">Finite or endless; unchanged.</typeparam>
    public static EventStream<TLength> Pace<TLength>(
        this EventStream<TLength> stream, double speed, TimeProvider? time = null, EventBatchPool? pool = null, StreamingMetrics? metrics = null)
        where TLength : IStreamLength
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!(speed > 0 && double.IsFinite(speed)))
        {
            throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed must be above 0.");
        }

        TimeProvider clock = time ?? TimeProvider.System;
        EventBatchPool slices = pool ?? EventBatchPool.Shared;
        StreamingMetrics meter = metrics ?? StreamingMetrics.Default;
        IObservable<StreamItem> items = Observable.Create<StreamItem>(observer =>
        {
            var stage = new PaceStage(observer, speed, clock, slices, meter);
            return StableCompositeDisposable.Create(stage, stream.Items.Subscribe(stage));
        });
        return new EventStream<TLength>(stream.Size, items);
    }
}
