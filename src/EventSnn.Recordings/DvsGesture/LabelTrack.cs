using System.Globalization;
using EventSnn.Recordings.Text;

namespace EventSnn.Recordings.DvsGesture;

/// <summary>The labels of one recording in the order of time, without overlaps. Between labels there may be gaps.</summary>
public sealed class LabelTrack
{
    private LabelTrack(IReadOnlyList<GestureLabel> labels, IReadOnlyList<string> warnings)
    {
        Labels = labels;
        Warnings = warnings;
    }

    /// <summary>The labels in ascending order of their start.</summary>
    public IReadOnlyList<GestureLabel> Labels { get; }

    /// <summary>What was repaired while the labels were read, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>One more than the largest class that occurs; 0 for an empty track.</summary>
    public int ClassCount => Labels.Count == 0 ? 0 : Labels.Max(l => l.Class) + 1;

    /// <summary>Makes a track: sorts, and ends a label where the next one begins.</summary>
    /// <param name="labels">The labels; start not after end, classes from 0.</param>
    /// <param name="name">A name for warnings.</param>
    /// <returns>The track.</returns>
    /// <exception cref="ArgumentException">A label ends before it starts or its class is negative.</exception>
    public static LabelTrack From(IEnumerable<GestureLabel> labels, string name = "labels")
    {
        ArgumentNullException.ThrowIfNull(labels);
        List<string> warnings = [];
        List<GestureLabel> ordered = [.. labels];
        foreach (GestureLabel label in ordered)
        {
            if (label.Class < 0 || label.End < label.Start)
            {
                throw new ArgumentException($"{name}: a label needs a class from 0 and an end not before its start, found {label}.", nameof(labels));
            }
        }

        List<GestureLabel> sorted = [.. ordered.OrderBy(l => l.Start)];
        if (!sorted.SequenceEqual(ordered))
        {
            warnings.Add($"{name}: the labels were not in the order of time; they are now.");
        }

        for (int i = 0; i + 1 < sorted.Count; i++)
        {
            GestureLabel label = sorted[i];
            GestureLabel next = sorted[i + 1];
            if (label.End > next.Start)
            {
                warnings.Add(
                    $"{name}: the label of class {label.Class + 1} from {label.Start} us ends at {label.End} us, after the next one starts; "
                    + $"it now ends there, at {next.Start} us.");
                sorted[i] = label with { End = next.Start };
            }
        }

        return new LabelTrack(sorted, warnings);
    }

    /// <summary>Reads a <c>*_labels.csv</c> file: class (from 1), start and end in microseconds, with or without a heading.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classCount">How many classes there are, where that is known; a larger class is an error.</param>
    /// <returns>The track, with classes from 0.</returns>
    /// <exception cref="RecordingException">The file is missing or is no label file, or a class is out of range.</exception>
    public static LabelTrack Read(string path, int? classCount = null)
    {
        const string What = "a label file (class,startTime_usec,endTime_usec)";
        List<GestureLabel> labels = [];
        bool heading = true;
        foreach ((int number, long offset, string text) in TextLines.Read(path, What))
        {
            string[] fields = text.Split(',', StringSplitOptions.TrimEntries);
            if (heading && fields[0].Equals("class", StringComparison.OrdinalIgnoreCase))
            {
                heading = false;
                continue;
            }

            heading = false;
            if (fields.Length != 3 || !TryNumber(fields[0], out long number1) || !TryNumber(fields[1], out long start) || !TryNumber(fields[2], out long end))
            {
                throw new RecordingException(
                    path, offset, $"in line {number} three whole numbers 'class,startTime_usec,endTime_usec'", $"'{Shorten(text)}'",
                    "Check that this is a label file.");
            }

            if (number1 < 1 || number1 > (classCount ?? int.MaxValue))
            {
                throw new RecordingException(
                    path, offset, $"in line {number} a class from 1 to {classCount?.ToString(CultureInfo.InvariantCulture) ?? "the number of gestures"}",
                    $"class {number1}", "Classes count from 1; check that labels and model belong together.");
            }

            if (end < start)
            {
                throw new RecordingException(
                    path, offset, $"in line {number} an end not before the start", $"start {start} us and end {end} us", "Correct the line.");
            }

            labels.Add(new GestureLabel((int)number1 - 1, start, end));
        }

        if (labels.Count == 0)
        {
            throw new RecordingException(path, 0, What, "no label in it", "Check that this is the right file.");
        }

        return From(labels, path);
    }

    /// <summary>The label in force at a time.</summary>
    /// <param name="t">Time in microseconds.</param>
    /// <returns>The label; null in a gap, before the first and behind the last label.</returns>
    public GestureLabel? At(long t)
    {
        int i = LastStartingBy(t);
        return i >= 0 && Labels[i].Contains(t) ? Labels[i] : null;
    }

    /// <summary>The index of the label in force at a time.</summary>
    /// <param name="t">Time in microseconds.</param>
    /// <returns>The index in <see cref="Labels"/>; -1 in a gap, before the first and behind the last label.</returns>
    public int IndexAt(long t)
    {
        int i = LastStartingBy(t);
        return i >= 0 && Labels[i].Contains(t) ? i : -1;
    }

    private int LastStartingBy(long t)
    {
        int low = 0;
        int high = Labels.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Labels[middle].Start <= t)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";
}
