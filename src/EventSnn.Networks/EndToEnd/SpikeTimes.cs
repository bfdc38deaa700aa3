using EventSnn.Events.Binning;

namespace EventSnn.Networks.EndToEnd;

/// <summary>
/// The events of a clip's steps as spikes in steps of a millisecond, for rules whose time constants are milliseconds: an input's events of one step are
/// spread over it, from a place that a hash of input and step chooses. No more than one spike of an input a millisecond.
/// </summary>
/// <param name="stepMicroseconds">The length of a clip's step.</param>
internal sealed class SpikeTimes(long stepMicroseconds)
{
    private readonly List<int>[] spikes = [.. Enumerable.Range(0, (int)Math.Max(1, stepMicroseconds / 1000)).Select(_ => new List<int>())];

    /// <summary>Milliseconds of a step; at least 1.</summary>
    public int Milliseconds => spikes.Length;

    /// <summary>Spreads the events of a step.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="step">The step, from 0.</param>
    /// <returns>For every millisecond the inputs that spike; valid until the next call.</returns>
    public IReadOnlyList<List<int>> Of(StepSequence clip, int step)
    {
        foreach (List<int> each in spikes)
        {
            each.Clear();
        }

        ReadOnlySpan<int> inputs = clip.Inputs(step);
        ReadOnlySpan<ushort> counts = clip.Counts(step);
        for (int i = 0; i < inputs.Length; i++)
        {
            int count = Math.Min(counts[i], spikes.Length);
            uint first = (((uint)inputs[i] * 2_654_435_761u) ^ ((uint)step * 2_246_822_519u)) >> 8;
            for (int k = 0; k < count; k++)
            {
                spikes[(int)((first + ((uint)k * (uint)spikes.Length / (uint)count)) % (uint)spikes.Length)].Add(inputs[i]);
            }
        }

        return spikes;
    }
}
