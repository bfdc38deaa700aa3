using System.Numerics;
using EventSnn.Networks.Compute;
using EventSnn.Networks.EndToEnd;

namespace EventSnn.Networks.CurrentStep;

/// <summary>What a network remembers of one stream: as much after an hour as after a step.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class CurrentStepState<T>
    where T : struct, IFloatingPointIeee754<T>
{
    internal CurrentStepState(IReadOnlyList<LayerPlan> plans, int classes, bool trace)
    {
        Current = [.. plans.Select(p => new T[p.Output.Size])];
        U = [.. plans.Select(p => new T[p.Output.Size])];
        Spiked = [.. plans.Select(p => new T[p.Output.Size])];
        Winner = [.. plans.Select(p => new int[p.Pooled.Size])];
        Out = [.. plans.Select(_ => new SpikeList<T>())];
        Trace = [.. plans.Select(p => new T[trace ? p.Input.Size : 0])];
        Seen = [.. plans.Select(_ => new SpikeList<T>())];
        Score = new T[classes];
        Readout = new T[classes];
        Error = new T[classes];
    }

    /// <summary>Accumulated class scores of the last step.</summary>
    public ReadOnlySpan<T> Scores => Score;

    /// <summary>Numbers that the next step depends on.</summary>
    public long StateValues => Current.Sum(c => (long)c.Length) + U.Sum(u => (long)u.Length) + Spiked.Sum(s => (long)s.Length)
        + Trace.Sum(x => (long)x.Length) + Score.Length;

    internal T[][] Current { get; }

    internal T[][] U { get; }

    /// <summary>o of the step before while a step is made, then o.</summary>
    internal T[][] Spiked { get; }

    internal int[][] Winner { get; }

    internal SpikeList<T>[] Out { get; }

    internal T[][] Trace { get; }

    /// <summary>What each layer's weights are corrected by: x, or its trace.</summary>
    internal SpikeList<T>[] Seen { get; }

    internal SpikeList<T> Input { get; } = new();

    internal T[] Score { get; }

    internal T[] Readout { get; }

    internal T[] Error { get; }

    /// <summary>Sets everything to zero.</summary>
    public void Reset()
    {
        foreach (T[] values in Current.Concat(U).Concat(Spiked).Concat(Trace).Append(Score))
        {
            Array.Clear(values);
        }
    }
}
