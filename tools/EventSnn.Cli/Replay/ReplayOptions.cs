using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Simd;
using EventSnn.Networks.Learning;
using EventSnn.Recordings.Reading;

namespace EventSnn.Cli.Replay;

/// <summary>What the user asked of <c>eventsnn replay</c>.</summary>
public sealed record ReplayOptions
{
    /// <summary>The recording.</summary>
    public required string File { get; init; }

    /// <summary>Its labels; null to look beside it.</summary>
    public string? Labels { get; init; }

    /// <summary>Whether to learn from labelled gestures.</summary>
    public bool Learn { get; init; }

    /// <summary>The first part of every gesture that is learned from, the rest being for the test; 1 for all of it and no test.</summary>
    public double LearnFraction { get; init; } = 1;

    /// <summary>Passes over what is learned: the first as it streams, further ones from memory in shuffled order.</summary>
    public int Epochs { get; init; }

    /// <summary>Recordings to classify afterwards, with the weights frozen.</summary>
    public IReadOnlyList<string> Test { get; init; } = [];

    /// <summary>The model to begin with; null for fresh weights.</summary>
    public string? Model { get; init; }

    /// <summary>Where to save the model; null for nowhere.</summary>
    public string? Save { get; init; }

    /// <summary>The preset of a fresh network.</summary>
    public required string Preset { get; init; }

    /// <summary>The step length of a fresh network in microseconds.</summary>
    public required long StepMicroseconds { get; init; }

    /// <summary>Which steps learn; null for what the model says, which is all of them in a fresh network.</summary>
    public UpdatePolicy? UpdatePolicy { get; init; }

    /// <summary>How fast to replay.</summary>
    public ReplaySpeed Speed { get; init; }

    /// <summary>The seed of weights, dropout and order.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads of the network; 0 for as many as there are cores. The results are the same with any number.</summary>
    public int Threads { get; init; }

    /// <summary>Opens what computes.</summary>
    public Func<IComputeBackend> Backend { get; init; } = () => new SimdBackend();

    /// <summary>How recordings are read.</summary>
    public ReadOptions Reading { get; init; } = ReadOptions.Default;

    /// <summary>How <see cref="File"/> is read: as the others, but perhaps only a range of its time.</summary>
    public ReadOptions? RangeOfFile { get; init; }

    /// <summary>Print every classification, not only changes, and a confusion table per recording.</summary>
    public bool Verbose { get; init; }
}
