using System.Reactive.Linq;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Events.Streams;
using EventSnn.Recordings.Digest;

namespace EventSnn.Cameras.Tests;

/// <summary>Made-up events, always the same ones, and streams of them.</summary>
internal static class MadeEvents
{
    public static readonly SensorSize Size = SensorSize.Dvs128;

    /// <summary>Events all over the sensor, up to 20 us apart.</summary>
    public static EventBatch Batch(EventBatchPool pool, int count, long start, ulong seed)
    {
        var random = new RandomStream(seed);
        EventBatch batch = pool.Rent();
        long t = start;
        for (int i = 0; i < count; i++)
        {
            t += random.NextInt32(21);
            batch.Add(t, random.NextInt32(Size.Width), random.NextInt32(Size.Height), random.NextInt32(2));
        }

        return batch;
    }

    public static IObservable<StreamItem> Stream(EventBatchPool pool, int batches, int count, long start = 1000) => Observable.Create<StreamItem>(observer =>
    {
        for (int b = 0; b < batches; b++)
        {
            using EventBatch batch = Batch(pool, count, start + (b * count * 20L), (ulong)b);
            observer.OnNext(batch);
        }

        observer.OnCompleted();
        return () => { };
    });

    public static string Digest(IObservable<StreamItem> items)
    {
        using var digest = new ContentDigest();
        using IDisposable subscription = items.OfType<EventBatch>().Subscribe(digest.Add);
        return digest.Finish();
    }
}
