using EventSnn.Cli.Shell;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings;
using EventSnn.Recordings.DvsGesture;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Sensors;
using EventSnn.Streaming.Recognition;

namespace EventSnn.Cli.Replay;

/// <summary>A recording with its labels and the names of its classes.</summary>
public sealed class ReplayRecording
{
    private readonly ReadOptions readOptions;

    private ReplayRecording(string path, ReadOptions readOptions, SensorSize size, LabelTrack? labels, IReadOnlyList<string>? classNames)
    {
        Path = path;
        this.readOptions = readOptions;
        Size = size;
        Labels = labels;
        ClassNames = classNames;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The sensor.</summary>
    public SensorSize Size { get; }

    /// <summary>The labels; null where there are none.</summary>
    public LabelTrack? Labels { get; }

    /// <summary>The names in the <c>gesture_mapping.csv</c> beside the file; null where there is none.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>Opens a recording far enough to know its sensor, and reads its labels.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labelsPath">The label file; null to look for <c>*_labels.csv</c> beside the recording.</param>
    /// <param name="reading">How to read.</param>
    /// <param name="output">Where remarks go.</param>
    /// <returns>The recording.</returns>
    /// <exception cref="RecordingException">The recording or its labels cannot be read.</exception>
    /// <exception cref="UsageException">The size that was given contradicts the file's.</exception>
    public static ReplayRecording Open(string path, string? labelsPath, ReadOptions reading, CommandOutput output)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(output);
        ReadingOptions.RefuseContradiction(path, reading);
        KnownSize known = KnownSize.Of(path, reading with { From = null, To = null });
        SensorSize size = known.Size ?? DvsGestureLayout.Size;
        ReadOptions options = reading with { Size = size };
        if (known.Origin is not (SizeOrigin.File or SizeOrigin.Option))
        {
            string why = known.Origin switch
            {
                SizeOrigin.Layout => ", as its folder has the layout of DvsGesture",
                SizeOrigin.Assumed => ", the smallest usual one that holds its events",
                _ => string.Empty,
            };
            output.Note($"{path} does not tell its sensor: taken as {size}{why} (--size WxH for another).");
        }

        string mapping = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? string.Empty, "gesture_mapping.csv");
        IReadOnlyList<string>? names = File.Exists(mapping) ? DvsGestureLayout.ReadMapping(mapping) : null;
        string found = labelsPath ?? DvsGestureLayout.LabelsPath(path);
        LabelTrack? labels = labelsPath is not null || File.Exists(found) ? LabelTrack.Read(found) : null;
        foreach (string warning in labels?.Warnings ?? [])
        {
            output.Warn(warning);
        }

        return new ReplayRecording(path, options, size, labels, names);
    }

    /// <summary>Opens a reader on the events.</summary>
    /// <returns>The reader; dispose it.</returns>
    public RecordingReader OpenReader() => Recording.Open(Path, readOptions);

    /// <summary>The labels as marks, each cut to a part of its gesture.</summary>
    /// <param name="from">Where the part begins, 0 to 1 of the gesture.</param>
    /// <param name="to">Where it ends, 0 to 1 of the gesture.</param>
    /// <returns>A mark at each beginning and end.</returns>
    public IEnumerable<LabelMark> Marks(double from, double to)
    {
        foreach (GestureLabel label in Labels?.Labels ?? [])
        {
            yield return new LabelMark(label.Start + (long)(from * label.Duration), label.Class);
            yield return new LabelMark(label.Start + (long)(to * label.Duration), LabelMark.None);
        }
    }

    /// <summary>Checks before any work that the labels lie within the recording. Reads it through, which is much faster than the network.</summary>
    /// <param name="output">Where a warning about some labels goes.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    /// <exception cref="UsageException">No label does.</exception>
    public void RequireLabelsWithin(CommandOutput output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (Labels is null)
        {
            return;
        }

        (long first, long last) = Span(cancellation);
        int without = Labels.Labels.Count(l => l.End <= first || l.Start > last);
        if (without == Labels.Labels.Count)
        {
            string found = first > last ? $"it holds no event{InRange}" : $"its events{InRange} cover {first} to {last} us";
            throw new UsageException(
                $"The labels do not match {Path}: they cover {Labels.Labels[0].Start} to {Labels.Labels[^1].End} us, but {found}. "
                + "Give the labels of this recording with --labels FILE.");
        }

        if (without > 0)
        {
            output.Warn($"{Path}: {without} of {Labels.Labels.Count} labels lie outside the recording, whose events{InRange} cover {first} to {last} us; those gestures are not in it");
        }
    }

    /// <summary>What to say of the events where only a range of the recording is read.</summary>
    private string InRange => readOptions is { From: null, To: null } ? string.Empty : " between --from and --to";

    private (long First, long Last) Span(CancellationToken cancellation)
    {
        long first = long.MaxValue;
        long last = long.MinValue;
        using RecordingReader reader = OpenReader();
        using EventBatch batch = EventBatchPool.Shared.Rent();
        while (reader.Read(batch))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (long t in batch.Timestamps)
            {
                first = Math.Min(first, t);
                last = Math.Max(last, t);
            }
        }

        return (first, last);
    }

    /// <summary>Checks that every label names a class of a network.</summary>
    /// <param name="classNames">The network's classes.</param>
    /// <exception cref="UsageException">A label is beyond them.</exception>
    public void RequireClasses(IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        if (Labels is not null && Labels.ClassCount > classNames.Count)
        {
            throw new UsageException(
                $"The labels of {Path} go up to class {Labels.ClassCount}, the network knows {classNames.Count} "
                + $"({string.Join(", ", classNames)}). Use labels of these classes, or a model made for yours.");
        }
    }
}
