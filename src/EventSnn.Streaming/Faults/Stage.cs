using EventSnn.Events.Streams;

namespace EventSnn.Streaming.Faults;

/// <summary>
/// One operator at work for one subscriber. What the operator throws itself ends the stream with that error, for the subscriber
/// to see; what the subscriber throws goes up to the thread that pumps, as everywhere in Rx.
/// </summary>
internal abstract class Stage : IObserver<StreamItem>
{
    private readonly Downstream next;
    private bool ended;

    /// <summary>Stands before a subscriber.</summary>
    /// <param name="subscriber">Who gets the operator's items.</param>
    protected Stage(IObserver<StreamItem> subscriber)
    {
        next = new Downstream(subscriber);
        Emit = next.OnNext;
    }

    /// <summary>Hands an item on.</summary>
    protected Action<StreamItem> Emit { get; }

    public void OnNext(StreamItem value)
    {
        if (ended)
        {
            return;
        }

        try
        {
            Take(value);
        }
        catch (Exception e) when (!next.Failed)
        {
            OnError(e);
        }
    }

    public void OnError(Exception error)
    {
        if (!ended)
        {
            ended = true;
            Close(error);
            next.OnError(error);
        }
    }

    public void OnCompleted()
    {
        if (ended)
        {
            return;
        }

        try
        {
            Finish();
        }
        catch (Exception e) when (!next.Failed)
        {
            OnError(e);
            return;
        }

        ended = true;
        Close(null);
        next.OnCompleted();
    }

    /// <summary>Does the operator's work on an item.</summary>
    /// <param name="item">The item.</param>
    protected abstract void Take(StreamItem item);

    /// <summary>Hands on what is left when the source has ended.</summary>
    protected virtual void Finish()
    {
    }

    /// <summary>Called once, before the end is told: whoever waits for it may close what this stage uses.</summary>
    /// <param name="error">What ended the stream; null where it is over.</param>
    protected virtual void Close(Exception? error)
    {
    }
}
