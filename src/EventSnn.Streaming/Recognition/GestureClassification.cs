using EventSnn.Events.Streams;

namespace EventSnn.Streaming.Recognition;

/// <summary>What the network believes at a moment of the stream. Immutable.</summary>
public sealed class GestureClassification : StreamItem
{
    /// <summary>Event time of the end of the last step that was voted on, in microseconds.</summary>
    public required long Timestamp { get; init; }

    /// <summary>The class, from 0.</summary>
    public required int Class { get; init; }

    /// <summary>The name of the class.</summary>
    public required string ClassName { get; init; }

    /// <summary>One score per class: the mean over the vote's window.</summary>
    public required IReadOnlyList<float> Scores { get; init; }

    /// <summary>The class's share of the vote, 0 to 1. Not yet a calibrated probability.</summary>
    public required double Confidence { get; init; }

    /// <summary>For every layer the class that wins the vote by that layer's readout alone.</summary>
    public required IReadOnlyList<int> LayerVotes { get; init; }

    /// <summary>Steps since the label in force began; without a label, since the last label or reset.</summary>
    public required long StepsSinceOnset { get; init; }

    /// <summary>The label in force; -1 where there is none.</summary>
    public required int Label { get; init; }

    /// <summary>Whether the network learned in this interval.</summary>
    public required bool Learned { get; init; }
}
