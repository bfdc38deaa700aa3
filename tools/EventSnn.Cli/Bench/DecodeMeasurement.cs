using System.Diagnostics;
using EventSnn.Events.Batches;
using EventSnn.Recordings;
using EventSnn.Recordings.Reading;

namespace EventSnn.Cli.Bench;

/// <summary>Speeds in millions of events per second.</summary>
/// <param name="OneCore">Streaming into one reused batch, all on one core.</param>
/// <param name="OneCoreCpu">The same by processor time instead of the clock on the wall; the one to trust on a busy machine.</param>
/// <param name="OneFileTwoCores">One file, one reader as it is by default, on two cores: runs of records or packets are decoded on both.</param>
/// <param name="TwoCores">Two readers of the same file at once, added up.</param>
/// <param name="FreshArrays">The whole file into arrays allocated for it, the fastest call; the second core provides their pages.</param>
/// <param name="FirstCall">The same, the first call after a small file of the format: compiled code, fresh memory.</param>
/// <param name="ReadLimit">What plain reads of the file into a buffer of 256 KiB would allow.</param>
/// <param name="AllocatedPerMillionEvents">Bytes allocated while streaming, per million events, without opening and closing.</param>
internal sealed record DecodeMeasurement(
    double OneCore, double OneCoreCpu, double OneFileTwoCores, double TwoCores, double FreshArrays, double FirstCall, double ReadLimit,
    double AllocatedPerMillionEvents)
{
    private static readonly ReadOptions OnOneCore = new() { WorkAhead = false };
    private static readonly byte[] Buffer = new byte[256 * 1024];

    /// <summary>Measures a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="events">Its events.</param>
    /// <param name="small">A smaller file of the same kind, long enough to be read in chunks too, to compile the code with.</param>
    /// <param name="smallEvents">Its events.</param>
    /// <param name="rounds">Each figure is the fastest of so many.</param>
    public static DecodeMeasurement Of(string file, int events, string small, int smallEvents, int rounds)
    {
        for (int i = 0; i < 10; i++)
        {
            Whole(small, smallEvents);
        }

        double first = Seconds(() => Whole(file, events));
        double fresh = first;
        double one = double.MaxValue;
        double ahead = double.MaxValue;
        double read = double.MaxValue;
        double two = double.MaxValue;
        double cpu = double.MaxValue;
        long allocated = 0;
        for (int i = 0; i < rounds + 2; i++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            one = Math.Min(one, Seconds(() => allocated = Stream(file, events, OnOneCore)));
            cpu = Math.Min(cpu, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
            ahead = Math.Min(ahead, Seconds(() => Stream(file, events, ReadOptions.Default)));
            read = Math.Min(read, Seconds(() => JustRead(file)));
            fresh = Math.Min(fresh, Seconds(() => Whole(file, events)));
            two = Math.Min(two, Seconds(() => Parallel.Invoke(() => Stream(file, events, OnOneCore), () => Stream(file, events, OnOneCore))));
        }

        double millions = events / 1e6;
        return new DecodeMeasurement(
            millions / one, millions / cpu, millions / ahead, 2 * millions / two, millions / fresh, millions / first, millions / read,
            Math.Round(allocated / millions, 1));
    }

    private static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void JustRead(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        while (stream.Read(Buffer) > 0)
        {
        }
    }

    private static long Stream(string file, int events, ReadOptions options)
    {
        using RecordingReader reader = Recording.Open(file, options);
        using EventBatch batch = EventBatchPool.Shared.Rent();
        reader.Read(batch);
        long count = batch.Count;
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.Read(batch))
        {
            count += batch.Count;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return count == events ? allocated : throw new InvalidOperationException($"{count} events read of {events}.");
    }

    private static void Whole(string file, int events)
    {
        RecordedEvents all = RecordedEvents.ReadAll(file);
        if (all.Count != events)
        {
            throw new InvalidOperationException($"{all.Count} events read of {events}.");
        }
    }
}
