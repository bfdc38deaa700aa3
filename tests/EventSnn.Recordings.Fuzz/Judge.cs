using System.Globalization;
using System.Text;
using EventSnn.Events.Batches;
using EventSnn.Events.Streams;
using EventSnn.Recordings.Digest;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Fuzz;

/// <summary>Reads damaged content and judges the outcome: events or the one exception type; bounded memory; an end.</summary>
public sealed class Judge : IDisposable
{
    private const long AllocationLimit = 200L << 20;
    private const long EventsPerByteLimit = 200_000;
    private readonly EventBatch batch = new EventBatchPool(256).Rent();
    private readonly EventBatchPool small = new(8);
    private string? folder;

    /// <summary>Content that was refused with the one exception type.</summary>
    public long Refused { get; private set; }

    /// <summary>Reads content to its end.</summary>
    /// <param name="content">The content.</param>
    /// <param name="name">A name with the format's extension.</param>
    /// <param name="options">How to read.</param>
    /// <exception cref="InvalidOperationException">The outcome is wrong.</exception>
    public void Read(byte[] content, string name, ReadOptions options)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using RecordingReader reader = Recording.Open(new MemoryStream(content), name, options);
            long events = 0;
            while (reader.Read(batch))
            {
                while (reader.TryTakeNotice(out _))
                {
                }

                if (batch.Count == 0)
                {
                    throw new InvalidOperationException("Read answered true without an event.");
                }

                foreach (byte p in batch.Polarities)
                {
                    if (p > 1)
                    {
                        throw new InvalidOperationException($"A polarity of {p}.");
                    }
                }

                events += batch.Count;
                if (events > EventsPerByteLimit * (content.Length + 1))
                {
                    throw new InvalidOperationException($"{events} events from {content.Length} bytes.");
                }
            }

            if (events != reader.Counters.Delivered)
            {
                throw new InvalidOperationException($"{events} events delivered, {reader.Counters.Delivered} counted.");
            }
        }
        catch (RecordingException)
        {
            Refused++;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > AllocationLimit)
        {
            throw new InvalidOperationException($"{allocated} bytes allocated for {content.Length} bytes.");
        }
    }

    /// <summary>Reads content from a file on one core and on two, in the smallest chunks, and compares all that they tell.</summary>
    /// <param name="content">The content.</param>
    /// <param name="options">How to read.</param>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public void Compare(byte[] content, ReadOptions options)
    {
        folder ??= Directory.CreateTempSubdirectory("eventsnn-fuzz-").FullName;
        string file = Path.Combine(folder, "case");
        File.WriteAllBytes(file, content);
        ReadOptions one = options with { WorkAhead = false, ChunksFrom = 1, ChunkBatchFrom = 1, From = null };
        string expected = Told(file, one);
        string found = Told(file, one with { WorkAhead = true, HelperDecodesAll = true });
        if (found != expected)
        {
            throw new InvalidOperationException($"One core tells {expected}, two tell {found}.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        batch.Dispose();
        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A digest of the events, and every notice in its place, the counts and the fault.</summary>
    private string Told(string file, ReadOptions options)
    {
        StringBuilder told = new();
        using ContentDigest digest = new();
        using EventBatch events = small.Rent();
        try
        {
            using RecordingReader reader = Recording.Open(file, options);
            bool more = true;
            while (more)
            {
                more = reader.Read(events);
                while (reader.TryTakeNotice(out StreamNotice? notice))
                {
                    told.Append(CultureInfo.InvariantCulture, $"{reader.Counters.Delivered}: {notice.Kind} {notice.Timestamp} {notice.Count} {notice.Detail}; ");
                }

                digest.Add(events);
            }

            told.Append(CultureInfo.InvariantCulture, $"{digest.Finish()}, {reader.Counters.Delivered} delivered, {reader.Counters.Skipped} skipped, {reader.WarningCount} warnings");
        }
        catch (RecordingException e)
        {
            told.Append(e.Message);
        }

        return told.ToString();
    }
}
