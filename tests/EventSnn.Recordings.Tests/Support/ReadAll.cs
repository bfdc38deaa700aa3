using EventSnn.Events.Batches;
using EventSnn.Events.Streams;
using EventSnn.Recordings.Digest;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Tests.Support;

/// <summary>Everything a reader delivers, gathered.</summary>
public sealed class ReadAll
{
    private ReadAll()
    {
    }

    public List<(long T, int X, int Y, int P)> Events { get; } = [];

    public List<StreamNotice> Notices { get; } = [];

    public List<(StreamNotice Notice, int EventsBefore)> Order { get; } = [];

    public required RecordingReader Reader { get; init; }

    public string Digest { get; private set; } = string.Empty;

    public static ReadAll From(string path, ReadOptions? options = null, int batch = 4096)
    {
        using RecordingReader reader = Recording.Open(path, options);
        return From(reader, batch);
    }

    public static ReadAll From(byte[] content, string name, ReadOptions? options = null, int batch = 64)
    {
        using RecordingReader reader = Recording.Open(new MemoryStream(content), name, options);
        return From(reader, batch);
    }

    public static ReadAll From(RecordingReader reader, int capacity, bool keepEvents = true)
    {
        ReadAll all = new() { Reader = reader };
        EventBatchPool pool = new(capacity);
        using EventBatch batch = pool.Rent();
        using ContentDigest digest = new();
        bool more = true;
        while (more)
        {
            more = reader.Read(batch);
            while (reader.TryTakeNotice(out StreamNotice? notice))
            {
                all.Notices.Add(notice);
                all.Order.Add((notice, all.Events.Count));
            }

            digest.Add(batch);
            if (keepEvents)
            {
                all.Events.AddRange(TestKit.PooledEvents.Tuples(batch));
            }
        }

        all.Digest = digest.Finish();
        return all;
    }
}
