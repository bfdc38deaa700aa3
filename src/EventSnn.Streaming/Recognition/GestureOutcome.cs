using EventSnn.Events.Streams;

namespace EventSnn.Streaming.Recognition;

/// <summary>
/// The verdict on one labelled gesture when it is over. Where the network learned from it, the verdict is that of the weights
/// from before its first labelled step (prequential: test, then train).
/// </summary>
public sealed class GestureOutcome : StreamItem
{
    /// <summary>The true class.</summary>
    public required int Label { get; init; }

    /// <summary>The class that wins the vote over the whole gesture; -1 where it had no step after the burn-in.</summary>
    public required int Predicted { get; init; }

    /// <summary>The same for every layer's readout alone.</summary>
    public required IReadOnlyList<int> LayerPredictions { get; init; }

    /// <summary>The winner's share of the vote, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>Whether the network had learned from this class before. A class that it has never seen cannot be predicted and is not scored.</summary>
    public required bool SeenBefore { get; init; }

    /// <summary>Event time at which the label came into force, in microseconds.</summary>
    public required long Start { get; init; }

    /// <summary>Event time at which it ended, in microseconds.</summary>
    public required long End { get; init; }

    /// <summary>Steps with the label in force.</summary>
    public required long Steps { get; init; }
}
