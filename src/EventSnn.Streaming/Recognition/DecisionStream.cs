using System.Reactive.Linq;
using EventSnn.Events.Streams;

namespace EventSnn.Streaming.Recognition;

/// <summary>What comes out of a network: classifications, outcomes of labelled gestures, and the notices from further up.</summary>
/// <typeparam name="TLength">Finite or endless.</typeparam>
/// <param name="items">The items.</param>
public sealed class DecisionStream<TLength>(IObservable<StreamItem> items)
    where TLength : IStreamLength
{
    /// <summary>Everything, in order.</summary>
    public IObservable<StreamItem> Items { get; } = items;

    /// <summary>What the network believes, at every interval.</summary>
    public IObservable<GestureClassification> Classifications => Items.OfType<GestureClassification>();

    /// <summary>The verdict on every labelled gesture when it is over.</summary>
    public IObservable<GestureOutcome> Outcomes => Items.OfType<GestureOutcome>();

    /// <summary>Resets, gaps, drops, disconnects.</summary>
    public IObservable<StreamNotice> Notices => Items.OfType<StreamNotice>();
}
