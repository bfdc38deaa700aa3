using System.Reactive.Linq;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;

namespace EventSnn.Streaming.Tests;

/// <summary>Streams made of literal events.</summary>
internal static class TestStreams
{
    public static readonly SensorSize Size = new(4, 4);

    /// <summary>A stream of the given items; an array of tuples is one batch from the pool.</summary>
    public static EventStream<Finite> Of(EventBatchPool pool, params object[] items) => new(Size, Observable.Create<StreamItem>(observer =>
    {
        foreach (object item in items)
        {
            if (item is StreamNotice notice)
            {
                observer.OnNext(notice);
                continue;
            }

            using EventBatch batch = pool.Rent();
            foreach ((long t, int x, int y, int p) in ((long T, int X, int Y, int P)[])item)
            {
                batch.Add(t, x, y, p);
            }

            observer.OnNext(batch);
        }

        observer.OnCompleted();
        return () => { };
    }));

    /// <summary>One ON event a millisecond: in the left column during one gesture, in the right column during the next.</summary>
    public static (long T, int X, int Y, int P)[] Gestures(int gestures, int milliseconds, int first = 0) =>
    [
        .. Enumerable.Range(0, gestures * milliseconds).SelectMany(ms => Enumerable.Range(0, 4).Select(y =>
            ((long)ms * 1000, ((ms / milliseconds) + first) % 2 == 0 ? 0 : 3, y, 1))),
    ];
}
