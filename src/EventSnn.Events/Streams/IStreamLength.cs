namespace EventSnn.Events.Streams;

/// <summary>
/// Whether a stream ends. A type, not a flag, so that an operator that needs the end (a whole-clip majority, a digest)
/// does not compile on a live camera.
/// </summary>
public interface IStreamLength
{
}
