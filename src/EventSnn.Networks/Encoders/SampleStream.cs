using EventSnn.Events.Batches;
using EventSnn.Events.Streams;

namespace EventSnn.Networks.Encoders;

/// <summary>Encoders as operators: streams of samples to streams of events that every filter, binner and network accepts.</summary>
public static class SampleStream
{
    /// <summary>Encodes samples that end.</summary>
    /// <param name="samples">The samples; walked once per subscriber.</param>
    /// <param name="encoder">Makes an encoder; called once per subscriber.</param>
    /// <param name="pool">Where batches come from; null for the pool of the process.</param>
    /// <returns>The events; a batch per sample at least where there are events.</returns>
    public static EventStream<Finite> Encode(this IEnumerable<ReadOnlyMemory<float>> samples, Func<SampleEncoder> encoder, EventBatchPool? pool = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(encoder);
        return new(encoder().Size, new Subscribable(observer =>
        {
            var session = new EncodingSession(encoder(), observer, pool);
            foreach (ReadOnlyMemory<float> sample in samples)
            {
                session.OnNext(sample);
                if (session.IsStopped)
                {
                    return session;
                }
            }

            session.OnCompleted();
            return session;
        }));
    }

    /// <summary>Encodes samples as they come.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="encoder">Makes an encoder; called once per subscriber.</param>
    /// <param name="pool">Where batches come from; null for the pool of the process.</param>
    /// <typeparam name="TLength">Whether the samples end.</typeparam>
    /// <returns>The events; a batch per sample at least where there are events.</returns>
    public static EventStream<TLength> Encode<TLength>(
        this IObservable<ReadOnlyMemory<float>> samples, Func<SampleEncoder> encoder, EventBatchPool? pool = null)
        where TLength : IStreamLength
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(encoder);
        return new(encoder().Size, new Subscribable(observer =>
        {
            var session = new EncodingSession(encoder(), observer, pool);
            session.Source = samples.Subscribe(session);
            return session;
        }));
    }

    private sealed class Subscribable(Func<IObserver<StreamItem>, IDisposable> subscribe) : IObservable<StreamItem>
    {
        public IDisposable Subscribe(IObserver<StreamItem> observer) => subscribe(observer);
    }
}
