using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Recordings.Folders;
using EventSnn.Recordings.Reading;

namespace EventSnn.Training.DataSets;

/// <summary>A data set with one recording per clip, in a folder or zip archive with a sub-folder per class.</summary>
public abstract class FileClips : ClipDataSet
{
    /// <summary>Where the recordings are.</summary>
    public required LabelledFolder Source { get; init; }

    /// <summary>The recording of each clip.</summary>
    public required IReadOnlyList<LabelledClip> Files { get; init; }

    internal override int Units => Files.Count;

    internal override void Load(int unit, ClipBinning binning, ulong draw, LoadCounters counters, Action<int, StepSequence> onClip, CancellationToken cancellation)
    {
        using RecordingReader reader = Source.Read(Files[unit], new ReadOptions { Size = Size });
        using EventBatch batch = EventBatchPool.Shared.Rent();
        using var binner = new ClipBinner(this, binning, counters);
        while (reader.Read(batch))
        {
            cancellation.ThrowIfCancellationRequested();
            binner.Push(batch);
        }

        counters.AddSkipped(reader.Counters.Skipped);
        onClip(unit, binner.Complete());
    }

    /// <summary>The part that a clip's path puts it in: Train/..., Test/...</summary>
    internal static ClipPart PartOf(LabelledClip clip) => clip.Name.Split('/')[0].ToLowerInvariant() switch
    {
        "train" or "training" => ClipPart.Train,
        "test" or "testing" => ClipPart.Test,
        _ => ClipPart.Unspecified,
    };

    /// <summary>A clip's name without folders and extensions.</summary>
    internal static string Stem(LabelledClip clip)
    {
        string file = Path.GetFileName(clip.Name);
        int dot = file.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? file : file[..dot];
    }
}
