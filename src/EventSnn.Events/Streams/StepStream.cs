using EventSnn.Events.Binning;

namespace EventSnn.Events.Streams;

/// <summary>
/// A stream of binned time steps: <see cref="StepBatch"/> items and <see cref="StreamNotice"/> marks between them.
/// </summary>
/// <typeparam name="TLength"><see cref="Finite"/> or <see cref="Endless"/>.</typeparam>
/// <param name="shape">What the input indices of a step mean.</param>
/// <param name="stepMicroseconds">The length of every step in microseconds.</param>
/// <param name="items">The items. Step batches are borrowed by the observer until <c>OnNext</c> returns.</param>
public sealed class StepStream<TLength>(InputShape shape, long stepMicroseconds, IObservable<StreamItem> items)
    where TLength : IStreamLength
{
    /// <summary>What the input indices of a step mean.</summary>
    public InputShape Shape { get; } = shape;

    /// <summary>The length of every step in microseconds.</summary>
    public long StepMicroseconds { get; } = stepMicroseconds;

    /// <summary>The items. Step batches are borrowed by the observer until <c>OnNext</c> returns.</summary>
    public IObservable<StreamItem> Items { get; } = items;
}
