using System.Globalization;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Text;

namespace EventSnn.Recordings.DvsGesture;

/// <summary>
/// A folder in the layout of the IBM DvsGesture set: <c>*.aedat</c> recordings, a <c>*_labels.csv</c> beside each,
/// <c>gesture_mapping.csv</c> with the names of the classes, <c>trials_to_train.txt</c> and <c>trials_to_test.txt</c>.
/// </summary>
public sealed class DvsGestureLayout
{
    private DvsGestureLayout(string folder, IReadOnlyList<string> names, IReadOnlyList<string> train, IReadOnlyList<string> test)
    {
        Folder = folder;
        ClassNames = names;
        TrainTrials = train;
        TestTrials = test;
    }

    /// <summary>The names of the 11 classes where a folder has no <c>gesture_mapping.csv</c>.</summary>
    public static IReadOnlyList<string> DefaultClassNames { get; } =
    [
        "hand_clapping", "right_hand_wave", "left_hand_wave", "right_arm_clockwise", "right_arm_counter_clockwise", "left_arm_clockwise",
        "left_arm_counter_clockwise", "arm_roll", "air_drums", "air_guitar", "other_gestures",
    ];

    /// <summary>The sensor of the set.</summary>
    public static SensorSize Size => SensorSize.Dvs128;

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The names of the classes, index 0 first.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Full paths of the recordings to train with, in the order of the list.</summary>
    public IReadOnlyList<string> TrainTrials { get; }

    /// <summary>Full paths of the recordings to test with, in the order of the list.</summary>
    public IReadOnlyList<string> TestTrials { get; }

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder; the mapping and the lists may be absent.</param>
    /// <returns>The layout.</returns>
    /// <exception cref="RecordingException">There is no such folder, or one of its lists is damaged.</exception>
    public static DvsGestureLayout Open(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder))
        {
            throw new RecordingException(folder, null, "a folder in the layout of DvsGesture", File.Exists(folder) ? "a file" : "no such folder", "Check the path.", new DirectoryNotFoundException());
        }

        string mapping = Path.Combine(folder, "gesture_mapping.csv");
        return new DvsGestureLayout(
            folder,
            File.Exists(mapping) ? ReadMapping(mapping) : DefaultClassNames,
            ReadTrials(folder, "trials_to_train.txt"),
            ReadTrials(folder, "trials_to_test.txt"));
    }

    /// <summary>Reads <c>gesture_mapping.csv</c>: name and class (from 1); names may carry trailing blanks.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The names, index 0 first.</returns>
    /// <exception cref="RecordingException">The file is missing or damaged, or a class is missing or named twice.</exception>
    public static IReadOnlyList<string> ReadMapping(string path)
    {
        SortedDictionary<int, string> names = [];
        bool first = true;
        foreach ((int number, long offset, string text) in TextLines.Read(path, "a gesture mapping (action,label)"))
        {
            string[] fields = text.Split(',', StringSplitOptions.TrimEntries);
            bool isNumber = int.TryParse(fields[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int label);
            if (first && !isNumber)
            {
                first = false;
                continue;
            }

            first = false;
            if (fields.Length != 2 || !isNumber || label is < 1 or > 65536 || fields[0].Length == 0 || !names.TryAdd(label, fields[0]))
            {
                throw new RecordingException(path, offset, $"in line {number} a name and a class of its own from 1 ('hand_clapping,1')", $"'{text}'", "Correct the line.");
            }
        }

        int expected = 1;
        foreach (int label in names.Keys)
        {
            if (label != expected++)
            {
                throw new RecordingException(path, null, $"a name for every class from 1 to {names.Keys.Last()}", $"none for class {expected - 1}", "Add the missing line.");
            }
        }

        return [.. names.Values];
    }

    /// <summary>The label file that belongs to a recording.</summary>
    /// <param name="recording">Path of a recording, with or without a compression extension.</param>
    /// <returns>Path of its <c>*_labels.csv</c>; the file need not exist.</returns>
    public static string LabelsPath(string recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        string name = Path.GetFileName(recording);
        string stem = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".zst", StringComparison.OrdinalIgnoreCase)
            ? Path.GetFileNameWithoutExtension(name) : name;
        return Path.Combine(Path.GetDirectoryName(recording) ?? string.Empty, Path.GetFileNameWithoutExtension(stem) + "_labels.csv");
    }

    /// <summary>Reads the labels of a recording.</summary>
    /// <param name="recording">Path of a recording.</param>
    /// <returns>The labels; a class without a name in <see cref="ClassNames"/> is an error.</returns>
    /// <exception cref="RecordingException">The label file is missing or damaged.</exception>
    public LabelTrack ReadLabels(string recording) => LabelTrack.Read(LabelsPath(recording), ClassNames.Count);

    /// <summary>Opens a recording with the sensor of the set where the file tells none.</summary>
    /// <param name="recording">Path of a recording.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <returns>A reader.</returns>
    /// <exception cref="RecordingException">The file cannot be read.</exception>
    public static RecordingReader OpenRecording(string recording, ReadOptions? options = null)
    {
        options ??= ReadOptions.Default;
        return Recording.Open(recording, options with { Size = options.Size ?? Size });
    }

    private static List<string> ReadTrials(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return File.Exists(path)
            ? [.. TextLines.Read(path, "a list of recordings").Select(line => Path.Combine(folder, line.Text))]
            : [];
    }
}
