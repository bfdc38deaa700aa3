using EventSnn.Events.Batches;
using EventSnn.Events.Streams;

namespace EventSnn.Networks.Encoders;

/// <summary>One subscriber's encoder between samples and events.</summary>
internal sealed class EncodingSession : IObserver<ReadOnlyMemory<float>>, IDisposable
{
    private readonly SampleEncoder encoder;
    private readonly IObserver<StreamItem> observer;
    private readonly EventWriter writer;
    private IDisposable? source;

    public EncodingSession(SampleEncoder encoder, IObserver<StreamItem> observer, EventBatchPool? pool)
    {
        this.encoder = encoder;
        this.observer = observer;
        writer = new EventWriter(observer.OnNext, pool);
    }

    public bool IsStopped { get; private set; }

    public IDisposable Source
    {
        set
        {
            source = value;
            if (IsStopped)
            {
                value.Dispose();
            }
        }
    }

    public void OnNext(ReadOnlyMemory<float> sample)
    {
        if (IsStopped)
        {
            return;
        }

        try
        {
            encoder.Encode(sample.Span, writer);
        }
        catch (ArgumentException e)
        {
            Stop();
            observer.OnError(e);
            return;
        }

        writer.Flush();
    }

    public void OnCompleted()
    {
        if (!IsStopped)
        {
            encoder.Complete(writer);
            writer.Flush();
            Stop();
            observer.OnCompleted();
        }
    }

    public void OnError(Exception error)
    {
        if (!IsStopped)
        {
            Stop();
            observer.OnError(error);
        }
    }

    public void Dispose()
    {
        if (!IsStopped)
        {
            Stop();
        }
    }

    private void Stop()
    {
        IsStopped = true;
        writer.Dispose();
        source?.Dispose();
    }
}
