using System.Globalization;
using System.IO.Compression;
using System.Text;
using EventSnn.Events.Batches;
using EventSnn.Recordings;
using EventSnn.Recordings.Writing;

namespace EventSnn.Live.Pipeline;

/// <summary>
/// Records a session in the layout of DvsGesture: the events, and the label windows of what was taught. Kept in a temporary file up to
/// a limit. Times begin at the first event; a clock reset goes on behind it. One thread.
/// </summary>
internal sealed class SessionRecorder : IDisposable
{
    private const int BytesPerEvent = 8;
    private readonly long limit;
    private readonly FileStream file;
    private readonly RecordingWriter writer;
    private readonly List<(string Name, long Start, long End)> windows = [];
    private readonly EventBatchPool pool = new(EventBatchPool.DefaultCapacity, 4);
    private long? shift;
    private long last;
    private (string Name, long Start)? open;

    public SessionRecorder(long limitBytes)
    {
        limit = limitBytes / BytesPerEvent;
        file = new FileStream(
            Path.Combine(Path.GetTempPath(), $"eventsnn-session-{Guid.NewGuid():N}.aedat"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        writer = Recording.Create(file, new WriteOptions { Format = "aedat3.1" });
    }

    public long Events => writer.Written;

    public bool IsFull { get; private set; }

    public void Write(EventBatch batch)
    {
        if (batch.Count == 0 || IsFull)
        {
            return;
        }

        if (writer.Written + batch.Count > limit)
        {
            IsFull = true;
            return;
        }

        shift ??= last - batch.Timestamps[0];
        using EventBatch moved = pool.Rent();
        for (int start = 0; start < batch.Count;)
        {
            moved.Clear();
            start += moved.Append(batch, start);
            Shift(moved);
            writer.Write(moved);
        }
    }

    /// <summary>The clock starts anew: what follows goes on behind what was.</summary>
    public void ClockReset() => shift = null;

    public void Begin(string name) => open = (name, last);

    /// <summary>Ends a showing.</summary>
    public void End()
    {
        if (open is { } o && last > o.Start)
        {
            windows.Add((o.Name, o.Start, last));
        }

        open = null;
    }

    /// <summary>The last showing was taken back.</summary>
    public void Undo()
    {
        open = null;
        if (windows.Count > 0)
        {
            windows.RemoveAt(windows.Count - 1);
        }
    }

    /// <summary>Writes a zip archive with events, labels and names.</summary>
    public byte[] Export()
    {
        writer.HandOver();
        string[] names = [.. windows.Select(w => w.Name).Distinct(StringComparer.Ordinal)];
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (Stream events = zip.CreateEntry("session.aedat", CompressionLevel.Fastest).Open())
            {
                long here = file.Position;
                file.Position = 0;
                file.CopyTo(events);
                file.Position = here;
            }

            Add(zip, "session_labels.csv", windows.Select(w => $"{Array.IndexOf(names, w.Name) + 1},{w.Start},{w.End}").Prepend("class,startTime_usec,endTime_usec"));
            Add(zip, "gesture_mapping.csv", names.Select((n, i) => $"{n.Replace(',', ' ')},{i + 1}").Prepend("action,label"));
        }

        return memory.ToArray();
    }

    public void Dispose()
    {
        writer.Dispose();
        file.Dispose();
    }

    private static void Add(ZipArchive zip, string name, IEnumerable<string> lines)
    {
        using var text = new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(false));
        foreach (string line in lines)
        {
            text.Write(string.Create(CultureInfo.InvariantCulture, $"{line}\n"));
        }
    }

    private void Shift(EventBatch batch)
    {
        int count = batch.Count;
        batch.Clear();
        Span<long> times = batch.GetFreeColumns().Timestamps;
        for (int i = 0; i < count; i++)
        {
            times[i] = Math.Max(0, times[i] + shift!.Value);
            last = Math.Max(last, times[i]);
        }

        batch.Advance(count);
    }
}
