using EventSnn.Events.Batches;
using EventSnn.Recordings.Ahead;

namespace EventSnn.Recordings.Evt;

/// <summary>A run of EVT 2 words.</summary>
/// <param name="own">Columns of its own.</param>
internal sealed class Evt2Chunk(EventBatch own) : Chunk(own)
{
    /// <summary>The high time in front of it, known or guessed.</summary>
    public HighTime Before { get; set; }

    /// <summary>What was found in it.</summary>
    public Evt2Words Words { get; } = new();
}
