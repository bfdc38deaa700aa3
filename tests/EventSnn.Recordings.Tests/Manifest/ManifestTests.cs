using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Tests.Support;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Manifest;

/// <summary>Every real recording of the shared data against the figures of its manifest, which other programs made.</summary>
public sealed class ManifestTests
{
    /// <summary>One row per format and folder; all 600 clips of one kind stand for a few of them here (see AllClips).</summary>
    public static TheoryData<string> Paths()
    {
        TheoryData<string> paths = [];
        foreach (ManifestRow row in ManifestRow.All().Where(r => Known(r) && (!r.Path.StartsWith("dvs-sign", StringComparison.Ordinal) || r.Path.EndsWith("/7.bs2.gz", StringComparison.Ordinal))))
        {
            paths.Add(row.Path);
        }

        if (paths.Count == 0)
        {
            paths.Add("ibm-gesture/user01_slayer.aedat");
        }

        return paths;
    }

    private static bool Known(ManifestRow row) => row.Format is "AEDAT3.1" or "AEDAT4" or "DAT v2" or "EVT2" or "EVT3" or "ES 2.0.0 dvs" || row.Format.StartsWith("AEDAT2", StringComparison.Ordinal) || row.Format.StartsWith("N-MNIST 40-bit", StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_real_recording_reads_as_the_manifest_says(string path)
    {
        string file = SharedData.PathOrSkip("data/" + path);
        ManifestRow row = ManifestRow.All().Single(r => r.Path == path);

        using RecordingReader reader = Recording.Open(file);
        ReadAll all = ReadAll.From(reader, 16384, keepEvents: false);

        RecordingCounters counters = reader.Counters;
        counters.Delivered.ShouldBe(row.Events);
        counters.On.ShouldBe(row.On);
        counters.FirstTimestamp.ShouldBe(row.First);
        counters.LastTimestamp.ShouldBe(row.Last);
        counters.BackwardTimestamps.ShouldBe(row.Backward);
        all.Digest.ShouldBe(row.Digest);
        reader.WarningCount.ShouldBe(0);
    }
}
