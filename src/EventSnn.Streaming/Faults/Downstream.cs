using EventSnn.Events.Streams;

namespace EventSnn.Streaming.Faults;

/// <summary>Whoever comes next in a stream, and whether it has thrown: what it throws is not the failure of whoever calls it.</summary>
/// <param name="next">Who comes next.</param>
internal sealed class Downstream(IObserver<StreamItem> next) : IObserver<StreamItem>
{
    /// <summary>Whether <c>next</c> has thrown. Set before the exception reaches the caller's filters, since it is thrown anew.</summary>
    public bool Failed { get; private set; }

    public void OnNext(StreamItem value)
    {
        try
        {
            next.OnNext(value);
        }
        catch
        {
            Failed = true;
            throw;
        }
    }

    public void OnError(Exception error)
    {
        try
        {
            next.OnError(error);
        }
        catch
        {
            Failed = true;
            throw;
        }
    }

    public void OnCompleted()
    {
        try
        {
            next.OnCompleted();
        }
        catch
        {
            Failed = true;
            throw;
        }
    }
}
