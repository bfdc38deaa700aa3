using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Folders;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Sensors;

namespace EventSnn.Training.DataSets;

/// <summary>
/// A folder per class, named as the class, with one recording per clip in any format that can be read, gzip allowed. The class
/// folders may stand in folders Train and Test.
/// </summary>
public sealed class FolderDataSet : FileClips
{
    private FolderDataSet()
    {
    }

    /// <inheritdoc/>
    public override string Layout => DataSetLayouts.Folder;

    /// <summary>Opens a folder; no clip is read yet.</summary>
    /// <param name="folder">The folder, or a zip archive of it.</param>
    /// <param name="size">The sensor; null for what the files tell, else the smallest usual sensor that holds the first clip of every class.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="TrainingException">The folder is in the layout of DvsGesture.</exception>
    /// <exception cref="Recordings.RecordingException">There is no such folder, no clip in it, or a clip that cannot be read.</exception>
    public static FolderDataSet Open(string folder, SensorSize? size = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (Directory.Exists(folder) && (File.Exists(Path.Combine(folder, "gesture_mapping.csv")) || Directory.EnumerateFiles(folder, "*_labels.csv").Any()))
        {
            throw new TrainingException($"{folder}: expected one sub-folder per class, found recordings with lists of labels (*_labels.csv), as DvsGesture has them. Choose --layout {DataSetLayouts.DvsGesture}.");
        }

        LabelledFolder source = LabelledFolder.Open(folder);
        ClipEntry[] clips = [.. source.Clips.Select(c => new ClipEntry(c.Name, c.Class, PartOf(c), null, $"{PartOf(c)}/{source.ClassNames[c.Class]}"))];
        List<string> remarks = [];
        SensorSize sensor = size ?? FindSize(source, remarks);
        return new FolderDataSet { Folder = folder, ClassNames = source.ClassNames, Size = sensor, Clips = clips, Source = source, Files = source.Clips, Remarks = remarks };
    }

    private static SensorSize FindSize(LabelledFolder source, List<string> remarks)
    {
        int width = 0;
        int height = 0;
        using EventBatch batch = EventBatchPool.Shared.Rent();
        foreach (LabelledClip clip in source.Clips.DistinctBy(c => c.Class))
        {
            using RecordingReader reader = source.Read(clip);
            if (reader.DeclaredSize is { } declared)
            {
                return declared;
            }

            while (reader.Read(batch))
            {
                foreach (ushort x in batch.X)
                {
                    width = Math.Max(width, x);
                }

                foreach (ushort y in batch.Y)
                {
                    height = Math.Max(height, y);
                }
            }
        }

        SensorSize guess = UsualSensors.SmallestHolding(width, height);
        remarks.Add($"The clips do not tell their sensor; {guess} is the smallest usual one that holds the first clip of every class. Give --size where that is wrong.");
        return guess;
    }
}
