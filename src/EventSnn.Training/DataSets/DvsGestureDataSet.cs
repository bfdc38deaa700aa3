using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Recordings;
using EventSnn.Recordings.DvsGesture;
using EventSnn.Recordings.Reading;

namespace EventSnn.Training.DataSets;

/// <summary>
/// The IBM DvsGesture set, or a folder in its layout: recordings with many gestures each, cut to their label windows, and the
/// official lists of trials to train and to test with. The subject is the part of a file name before the first underscore.
/// Cite A. Amir et al., CVPR 2017.
/// </summary>
public sealed class DvsGestureDataSet : ClipDataSet
{
    private readonly List<(string File, LabelTrack Track, int FirstClip)> trials = [];

    private DvsGestureDataSet()
    {
    }

    /// <inheritdoc/>
    public override string Layout => DataSetLayouts.DvsGesture;

    internal override int Units => trials.Count;

    /// <summary>Opens a folder and reads its labels; no recording is read yet.</summary>
    /// <param name="folder">The folder. Without lists of trials, every recording with labels belongs to no part.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="RecordingException">A list or label file is missing or damaged.</exception>
    /// <exception cref="TrainingException">There is no recording with labels.</exception>
    public static DvsGestureDataSet Open(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        DvsGestureLayout layout = DvsGestureLayout.Open(folder);
        List<(string File, ClipPart Part)> files =
        [
            .. layout.TrainTrials.Select(f => (f, ClipPart.Train)),
            .. layout.TestTrials.Select(f => (f, ClipPart.Test)),
        ];
        if (files.Count == 0)
        {
            files.AddRange(Directory.EnumerateFiles(folder)
                .Where(f => !f.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && File.Exists(DvsGestureLayout.LabelsPath(f)))
                .Order(NaturalOrder.Instance)
                .Select(f => (f, ClipPart.Unspecified)));
        }

        List<ClipEntry> clips = [];
        List<string> remarks = [];
        List<(string, LabelTrack, int)> found = [];
        foreach ((string file, ClipPart part) in files)
        {
            if (!File.Exists(file))
            {
                throw new TrainingException($"{folder}: a list of trials names {Path.GetFileName(file)}, and there is no such file. Complete the copy of the data set.");
            }

            LabelTrack track = layout.ReadLabels(file);
            remarks.AddRange(track.Warnings);
            found.Add((file, track, clips.Count));
            string name = Path.GetFileName(file);
            string subject = name.Split('_', '.')[0];
            for (int i = 0; i < track.Labels.Count; i++)
            {
                clips.Add(new ClipEntry($"{name}#{i + 1}", track.Labels[i].Class, part, subject, subject));
            }
        }

        if (clips.Count == 0)
        {
            throw new TrainingException(
                $"{folder}: expected recordings with labels (user01_natural.aedat and user01_natural_labels.csv), found none. Check the path, or choose another --layout.");
        }

        var dataSet = new DvsGestureDataSet { Folder = folder, ClassNames = layout.ClassNames, Size = DvsGestureLayout.Size, Clips = clips, Remarks = remarks };
        dataSet.trials.AddRange(found);
        return dataSet;
    }

    internal override void Load(int unit, ClipBinning binning, ulong draw, LoadCounters counters, Action<int, StepSequence> onClip, CancellationToken cancellation)
    {
        (string file, LabelTrack track, int firstClip) = trials[unit];
        using RecordingReader reader = DvsGestureLayout.OpenRecording(file);
        using var windows = new LabelWindowReader(reader, track);
        using EventBatch batch = EventBatchPool.Shared.Rent();
        using var binner = new ClipBinner(this, binning, counters);
        int current = -1;
        var seen = new bool[track.Labels.Count];
        while (windows.Read(batch, out int label))
        {
            cancellation.ThrowIfCancellationRequested();
            if (label != current)
            {
                End(current);
                current = label;
            }

            binner.Push(batch);
        }

        End(current);
        counters.AddSkipped(reader.Counters.Skipped);
        for (int i = 0; i < seen.Length; i++)
        {
            if (!seen[i])
            {
                throw new TrainingException(
                    $"{file}: the label window {track.Labels[i].Start} to {track.Labels[i].End} us holds no event. The labels belong to another recording, or the recording is cut.");
            }
        }

        void End(int label)
        {
            // A clock that steps back can lead into a window a second time; the first visit counts.
            if (label >= 0)
            {
                StepSequence steps = binner.Complete();
                if (!seen[label])
                {
                    seen[label] = true;
                    onClip(firstClip + label, steps);
                }
            }
        }
    }
}
