using EventSnn.Events.Random;
using EventSnn.Networks;

namespace EventSnn.Streaming.Rehearsal;

/// <summary>Learns from kept clips again, in an order that is drawn anew in every epoch, several side by side.</summary>
public static class Rehearser
{
    /// <summary>Learns.</summary>
    /// <param name="network">The network; changed.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="options">Epochs, batch size, crops, seed.</param>
    /// <param name="onClips">Told the number of clips done after every mini-batch.</param>
    /// <param name="cancellation">Checked before every step; the network then keeps what it has learned so far.</param>
    public static void Run(
        SpikingNetwork network,
        IReadOnlyList<GestureClip> clips,
        RehearsalOptions options,
        Action<int>? onClips = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Epochs, nameof(options));
        var random = new RandomStream(options.Seed);
        int[] order = [.. Enumerable.Range(0, clips.Count)];
        NetworkState[] states = [.. Enumerable.Range(0, Math.Min(options.BatchSize, clips.Count)).Select(_ => network.CreateState())];
        int batches = states.Length == 0 ? 0 : (clips.Count + states.Length - 1) / states.Length;
        var starts = new int[states.Length];
        var samples = new NetworkSample[states.Length];
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            random.Shuffle<int>(order);
            DealByClass(order, clips);
            for (int first = 0, batch = 0; first < order.Length; batch++)
            {
                ReadOnlySpan<int> chosen = order.AsSpan(first, (order.Length - first + batches - batch - 1) / (batches - batch));
                first += chosen.Length;
                int steps = 0;
                for (int b = 0; b < chosen.Length; b++)
                {
                    int count = clips[chosen[b]].Steps.Count;
                    int crop = CropSteps(options, clips[chosen[b]], count);
                    starts[b] = count > crop ? random.NextInt32(count - crop + 1) : 0;
                    steps = Math.Max(steps, crop);
                    states[b].Reset();
                }

                for (int k = 0; k < steps; k++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    int n = 0;
                    for (int b = 0; b < chosen.Length; b++)
                    {
                        GestureClip clip = clips[chosen[b]];
                        int step = starts[b] + k;
                        if (k < CropSteps(options, clip, clip.Steps.Count) && step < clip.Steps.Count)
                        {
                            samples[n++] = new NetworkSample(states[b], clip.Steps.InputsMemory(step), clip.Steps.CountsMemory(step), clip.Label);
                        }
                    }

                    network.Step(samples.AsSpan(0, n), learn: true);
                }

                onClips?.Invoke(chosen.Length);
            }
        }
    }

    /// <summary>
    /// Deals the clips in rounds, one of each class per round. A mini-batch that lacks classes makes the network forget them: ten gestures
    /// learned eight and two at a time end at 3 of 10 right, all ten side by side at 9 of 10.
    /// </summary>
    private static void DealByClass(int[] order, IReadOnlyList<GestureClip> clips)
    {
        var seen = new Dictionary<int, int>();
        var round = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            int label = clips[order[i]].Label;
            round[i] = seen.GetValueOrDefault(label);
            seen[label] = round[i] + 1;
        }

        int[] dealt = [.. Enumerable.Range(0, order.Length).OrderBy(i => round[i]).Select(i => order[i])];
        dealt.CopyTo(order, 0);
    }

    private static int CropSteps(RehearsalOptions options, GestureClip clip, int count) =>
        options.CropMicroseconds is { } crop ? (int)Math.Min(count, Math.Max(1, crop / clip.Steps.StepMicroseconds)) : count;
}
