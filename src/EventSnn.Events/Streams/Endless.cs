namespace EventSnn.Events.Streams;

/// <summary>The length of a stream that runs until its subscriber leaves: a camera, a socket.</summary>
public sealed class Endless : IStreamLength
{
    private Endless()
    {
    }
}
