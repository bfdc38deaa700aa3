namespace EventSnn.Events.Streams;

/// <summary>The length of a stream that completes by itself: a recording, a clip.</summary>
public sealed class Finite : IStreamLength
{
    private Finite()
    {
    }
}
