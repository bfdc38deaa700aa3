using System.Numerics;
using EventSnn.Events.Binning;

namespace EventSnn.Networks.EndToEnd;

/// <summary>The inputs that are not zero in a step, with their amounts: 1 for a spike, a count for events.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class SpikeList<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private int[] inputs = new int[64];
    private T[] amounts = new T[64];

    public int Count { get; private set; }

    /// <summary>(channel * height + y) * width + x.</summary>
    public ReadOnlySpan<int> Inputs => inputs.AsSpan(0, Count);

    public ReadOnlySpan<T> Amounts => amounts.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(int input, T amount)
    {
        if (Count == inputs.Length)
        {
            Array.Resize(ref inputs, Count * 2);
            Array.Resize(ref amounts, Count * 2);
        }

        inputs[Count] = input;
        amounts[Count++] = amount;
    }

    public void Take(StepSequence steps, int step)
    {
        Clear();
        ReadOnlySpan<int> from = steps.Inputs(step);
        ReadOnlySpan<ushort> counts = steps.Counts(step);
        for (int i = 0; i < from.Length; i++)
        {
            Add(from[i], T.CreateTruncating(counts[i]));
        }
    }

    /// <summary>Takes what is not zero.</summary>
    public void Take(ReadOnlySpan<T> values)
    {
        Clear();
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] != T.Zero)
            {
                Add(i, values[i]);
            }
        }
    }
}
