using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using EventSnn.Networks.Definitions;
using EventSnn.Training.DataSets;
using EventSnn.Training.Splits;

namespace EventSnn.Training.Runs;

/// <summary>Everything that a reader needs to repeat a run.</summary>
public sealed record RunRecord
{
    /// <summary>The command line.</summary>
    public required string Command { get; init; }

    /// <summary>When the run ended, UTC.</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>The data set's layout.</summary>
    public required string Layout { get; init; }

    /// <summary>Clips in the data set.</summary>
    public required int Clips { get; init; }

    /// <summary>How the clips were split.</summary>
    public required string Split { get; init; }

    /// <summary>Clips trained with, validated with, tested with.</summary>
    public required IReadOnlyList<int> SplitSizes { get; init; }

    /// <summary>The ids of the test clips.</summary>
    public required IReadOnlyList<string> TestClips { get; init; }

    /// <summary>Events read, binned, late, outside and skipped.</summary>
    public required IReadOnlyDictionary<string, long> Events { get; init; }

    /// <summary>The network.</summary>
    public required NetworkDefinition Definition { get; init; }

    /// <summary>Pixels summed per input in each direction.</summary>
    public required int Downsample { get; init; }

    /// <summary>How it was trained.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>Which steps learned.</summary>
    public required string UpdatePolicy { get; init; }

    /// <summary>Layer updates made.</summary>
    public required long LayerUpdates { get; init; }

    /// <summary>Layer updates that the policy skipped.</summary>
    public required long SkippedLayerUpdates { get; init; }

    /// <summary>The learning curve.</summary>
    public required IReadOnlyList<EpochFigures> Curve { get; init; }

    /// <summary>The epoch whose weights were kept, from 1.</summary>
    public required int KeptEpoch { get; init; }

    /// <summary>Figures on the test clips; null without any.</summary>
    public object? Test { get; init; }

    /// <summary>Wall seconds of the training, earlier parts of a resumed run included.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>User plus system CPU seconds of this process so far.</summary>
    public required double ProcessorSeconds { get; init; }

    /// <summary>The backend that computed.</summary>
    public required string Backend { get; init; }

    /// <summary>The machine: system, runtime, cores, vector width in bits.</summary>
    public string Machine { get; init; } =
        $"{RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}; {RuntimeInformation.ProcessArchitecture}; {ProcessorName()}; "
        + $"{Environment.ProcessorCount} cores; vectors of {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bits";

    /// <summary>The counts of a store's events, for <see cref="Events"/>.</summary>
    /// <param name="counters">The counters.</param>
    /// <returns>Counts by name.</returns>
    public static IReadOnlyDictionary<string, long> CountsOf(LoadCounters counters)
    {
        ArgumentNullException.ThrowIfNull(counters);
        return new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["read"] = counters.Events, ["binned"] = counters.Binned, ["late"] = counters.Late, ["outside"] = counters.Outside, ["skipped"] = counters.Skipped,
        };
    }

    /// <summary>The sizes of a split, for <see cref="SplitSizes"/>.</summary>
    /// <param name="split">The split.</param>
    /// <returns>Train, validation, test.</returns>
    public static IReadOnlyList<int> SizesOf(ClipSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        return [split.Train.Count, split.Validation.Count, split.Test.Count];
    }

    private static string ProcessorName()
    {
        const string Info = "/proc/cpuinfo";
        string? line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? "unknown processor" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
