namespace EventSnn.Events.Binning;

/// <summary>
/// A compact, owned copy of consecutive time steps: a clip that is kept, to be shown to a network again. Not pooled; grows as
/// it is written.
/// </summary>
/// <param name="stepMicroseconds">The length of a step in microseconds.</param>
public sealed class StepSequence(long stepMicroseconds)
{
    private readonly List<int> offsets = [0];
    private int[] inputs = new int[256];
    private ushort[] counts = new ushort[256];

    /// <summary>The length of a step in microseconds.</summary>
    public long StepMicroseconds { get; } = stepMicroseconds;

    /// <summary>Number of steps.</summary>
    public int Count => offsets.Count - 1;

    /// <summary>Number of (input, count) entries of all steps together.</summary>
    public int Entries => offsets[^1];

    /// <summary>The inputs that are not zero in a step, ascending.</summary>
    /// <param name="step">0 to <see cref="Count"/> - 1.</param>
    /// <returns>Input indices.</returns>
    public ReadOnlySpan<int> Inputs(int step) => inputs.AsSpan(offsets[step], offsets[step + 1] - offsets[step]);

    /// <summary>The number of events at each of <see cref="Inputs"/>.</summary>
    /// <param name="step">0 to <see cref="Count"/> - 1.</param>
    /// <returns>Counts, at least 1 each.</returns>
    public ReadOnlySpan<ushort> Counts(int step) => counts.AsSpan(offsets[step], offsets[step + 1] - offsets[step]);

    /// <summary>The same as <see cref="Inputs"/>, for a receiver that keeps a reference.</summary>
    /// <param name="step">0 to <see cref="Count"/> - 1.</param>
    /// <returns>Input indices; valid until the next <see cref="Append"/>.</returns>
    public ReadOnlyMemory<int> InputsMemory(int step) => inputs.AsMemory(offsets[step], offsets[step + 1] - offsets[step]);

    /// <summary>The same as <see cref="Counts"/>, for a receiver that keeps a reference.</summary>
    /// <param name="step">0 to <see cref="Count"/> - 1.</param>
    /// <returns>Counts; valid until the next <see cref="Append"/>.</returns>
    public ReadOnlyMemory<ushort> CountsMemory(int step) => counts.AsMemory(offsets[step], offsets[step + 1] - offsets[step]);

    /// <summary>Copies a run of steps.</summary>
    /// <param name="start">The first step.</param>
    /// <param name="count">How many.</param>
    /// <returns>A sequence of its own.</returns>
    public StepSequence Slice(int start, int count)
    {
        var copy = new StepSequence(StepMicroseconds);
        for (int k = start; k < start + count; k++)
        {
            copy.Append(Inputs(k), Counts(k));
        }

        return copy;
    }

    /// <summary>Appends one step.</summary>
    /// <param name="stepInputs">Input indices, ascending.</param>
    /// <param name="stepCounts">As many counts.</param>
    /// <exception cref="ArgumentException">The two have different lengths.</exception>
    public void Append(ReadOnlySpan<int> stepInputs, ReadOnlySpan<ushort> stepCounts)
    {
        if (stepInputs.Length != stepCounts.Length)
        {
            throw new ArgumentException($"Expected as many counts as inputs ({stepInputs.Length}), found {stepCounts.Length}.", nameof(stepCounts));
        }

        int start = Entries;
        int end = start + stepInputs.Length;
        if (end > inputs.Length)
        {
            int capacity = Math.Max(end, inputs.Length * 2);
            Array.Resize(ref inputs, capacity);
            Array.Resize(ref counts, capacity);
        }

        stepInputs.CopyTo(inputs.AsSpan(start));
        stepCounts.CopyTo(counts.AsSpan(start));
        offsets.Add(end);
    }

    /// <summary>Forgets all steps and keeps the memory, to be filled again.</summary>
    public void Clear()
    {
        offsets.Clear();
        offsets.Add(0);
    }
}
