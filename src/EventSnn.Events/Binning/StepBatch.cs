using EventSnn.Events.Pooling;

namespace EventSnn.Events.Binning;

/// <summary>
/// A pooled run of consecutive time steps, each a sparse list of (input, count), sorted by input. Empty steps are present.
/// </summary>
/// <remarks>
/// Step k of the batch is step <c>FirstStep + k</c> of the stream and covers the event times
/// <c>[FirstTimestamp + k * StepMicroseconds, FirstTimestamp + (k + 1) * StepMicroseconds)</c>.
/// </remarks>
public sealed class StepBatch : PooledItem
{
    private readonly StepBatchPool pool;
    private readonly int[] offsets;
    private int[] inputs;
    private ushort[] counts;

    internal StepBatch(StepBatchPool pool, int stepCapacity)
    {
        this.pool = pool;
        offsets = new int[stepCapacity + 1];
        inputs = new int[1024];
        counts = new ushort[1024];
    }

    /// <summary>The index in the stream of the first step of this batch.</summary>
    public long FirstStep { get; internal set; }

    /// <summary>The event time at which the first step begins, in microseconds.</summary>
    public long FirstTimestamp { get; internal set; }

    /// <summary>The length of a step in microseconds.</summary>
    public long StepMicroseconds { get; internal set; }

    /// <summary>The number of steps in this batch.</summary>
    public int Count { get; private set; }

    /// <summary>The number of steps that the batch can hold.</summary>
    public int Capacity => offsets.Length - 1;

    /// <summary>The number of (input, count) entries of all steps together.</summary>
    public int Entries => offsets[Count];

    /// <summary>The inputs that are not zero in a step, ascending. See <see cref="InputShape"/> for the index.</summary>
    /// <param name="step">The step within this batch, 0 to <see cref="Count"/> - 1.</param>
    /// <returns>As many entries as <see cref="Counts"/> returns.</returns>
    public ReadOnlySpan<int> Inputs(int step)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)step, (uint)Count, nameof(step));
        return inputs.AsSpan(offsets[step], offsets[step + 1] - offsets[step]);
    }

    /// <summary>The number of events at each of <see cref="Inputs"/>, at least 1; saturates at 65535.</summary>
    /// <param name="step">The step within this batch, 0 to <see cref="Count"/> - 1.</param>
    /// <returns>As many entries as <see cref="Inputs"/> returns.</returns>
    public ReadOnlySpan<ushort> Counts(int step)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)step, (uint)Count, nameof(step));
        return counts.AsSpan(offsets[step], offsets[step + 1] - offsets[step]);
    }

    /// <summary>The event time at which a step begins, in microseconds.</summary>
    /// <param name="step">The step within this batch.</param>
    /// <returns>The first microsecond of the step.</returns>
    public long Timestamp(int step) => FirstTimestamp + (step * StepMicroseconds);

    /// <summary>Appends an entry to the step that is being written. Inputs must be appended in ascending order.</summary>
    /// <param name="input">The input index.</param>
    /// <param name="count">The number of events, at least 1.</param>
    internal void Append(int input, ushort count)
    {
        int i = offsets[Count + 1]++;
        if (i == inputs.Length)
        {
            Array.Resize(ref inputs, inputs.Length * 2);
            Array.Resize(ref counts, counts.Length * 2);
        }

        inputs[i] = input;
        counts[i] = count;
    }

    /// <summary>Closes the step that is being written and begins the next.</summary>
    internal void CloseStep()
    {
        Count++;
        if (Count < Capacity)
        {
            offsets[Count + 1] = offsets[Count];
        }
    }

    /// <inheritdoc/>
    protected internal override void Reset()
    {
        Count = 0;
        offsets[0] = 0;
        offsets[1] = 0;
    }

    /// <inheritdoc/>
    protected override void GiveBack() => pool.Return(this);
}
