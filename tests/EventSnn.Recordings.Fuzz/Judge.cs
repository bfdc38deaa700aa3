using EventSnn.Events.Batches;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Fuzz;

/// <summary>Reads damaged content and judges the outcome: events or the one exception type; bounded memory; an end.</summary>
public sealed class Judge : IDisposable
{
    private const long AllocationLimit = 200L << 20;
    private const long EventsPerByteLimit = 200_000;
    private readonly EventBatch batch = new EventBatchPool(256).Rent();

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

    /// <inheritdoc/>
    public void Dispose() => batch.Dispose();
}
