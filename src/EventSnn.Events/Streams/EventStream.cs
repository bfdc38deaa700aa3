using EventSnn.Events.Geometry;

namespace EventSnn.Events.Streams;

/// <summary>
/// A stream of raw events: <see cref="Batches.EventBatch"/> items and <see cref="StreamNotice"/> marks between them.
/// </summary>
/// <typeparam name="TLength"><see cref="Finite"/> or <see cref="Endless"/>.</typeparam>
/// <param name="size">The sensor that the coordinates refer to.</param>
/// <param name="items">The items. Batches are borrowed by the observer until <c>OnNext</c> returns.</param>
public sealed class EventStream<TLength>(SensorSize size, IObservable<StreamItem> items)
    where TLength : IStreamLength
{
    /// <summary>The sensor that the coordinates refer to.</summary>
    public SensorSize Size { get; } = size;

    /// <summary>The items. Batches are borrowed by the observer until <c>OnNext</c> returns.</summary>
    public IObservable<StreamItem> Items { get; } = items;
}
