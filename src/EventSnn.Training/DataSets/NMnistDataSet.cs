using System.Globalization;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Folders;

namespace EventSnn.Training.DataSets;

/// <summary>
/// N-MNIST in its official layout, <c>Train/DIGIT/NUMBER.bin</c> and <c>Test/DIGIT/NUMBER.bin</c>; 34x34 pixels, of which the middle
/// 32x32 are used. Either part may be missing. Cite G. Orchard et al., Frontiers in Neuroscience 2015.
/// </summary>
public sealed class NMnistDataSet : FileClips
{
    private NMnistDataSet()
    {
    }

    /// <inheritdoc/>
    public override string Layout => DataSetLayouts.NMnist;

    internal override Region Frame => new(1, 1, 32, 32);

    /// <summary>Opens a folder; no clip is read yet.</summary>
    /// <param name="folder">The folder that holds Train, Test, or the digits themselves, or a zip archive of it.</param>
    /// <returns>The data set; clips stand in the order of their numbers.</returns>
    /// <exception cref="Recordings.RecordingException">There is no such folder, or no clip in it.</exception>
    /// <exception cref="TrainingException">A folder is not named as a digit.</exception>
    public static NMnistDataSet Open(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        LabelledFolder source = LabelledFolder.Open(folder);
        LabelledClip? stranger = source.Clips.FirstOrDefault(c => source.ClassNames[c.Class] is not [>= '0' and <= '9']);
        if (stranger is not null)
        {
            throw new TrainingException(
                $"{folder}: expected N-MNIST (Train/0/00002.bin and so on), found {stranger.Name}, which is in no folder of a digit. Check the path, or choose --layout folder.");
        }

        // Numbers run through all digits, in the order in which the pictures were recorded.
        LabelledClip[] clips = [.. source.Clips.OrderBy(PartOf).ThenBy(Stem, NaturalOrder.Instance)];
        return new NMnistDataSet
        {
            Folder = folder,
            ClassNames = [.. Enumerable.Range(0, 10).Select(d => d.ToString(CultureInfo.InvariantCulture))],
            Size = new SensorSize(34, 34),
            Clips = [.. clips.Select(c => new ClipEntry(c.Name, source.ClassNames[c.Class][0] - '0', PartOf(c), null, PartOf(c).ToString()))],
            Source = source,
            Files = clips,
        };
    }
}
