using EventSnn.Events.Binning;
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
        Piece[] pieces = [.. Enumerable.Range(0, Math.Min(options.BatchSize, clips.Count)).Select(_ => new Piece(network.CreateState()))];
        int batches = pieces.Length == 0 ? 0 : (clips.Count + pieces.Length - 1) / pieces.Length;
        var samples = new NetworkSample[pieces.Length];
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            random.Shuffle<int>(order);
            DealByClass(order, clips);
            for (int first = 0, batch = 0; first < order.Length; batch++)
            {
                ReadOnlySpan<int> chosen = order.AsSpan(first, (order.Length - first + batches - batch - 1) / (batches - batch));
                first += chosen.Length;
                for (int b = 0; b < chosen.Length; b++)
                {
                    pieces[b].Take(clips[chosen[b]], options, random);
                }

                Learn(network, pieces.AsSpan(0, chosen.Length), samples, cancellation);
                onClips?.Invoke(chosen.Length);
            }
        }
    }

    private static void Learn(SpikingNetwork network, ReadOnlySpan<Piece> pieces, NetworkSample[] samples, CancellationToken cancellation)
    {
        bool areNew = network.ClipsAreNew;
        network.ClipsAreNew = false;
        try
        {
            Show(network, pieces, samples, cancellation);
        }
        finally
        {
            network.ClipsAreNew = areNew;
        }
    }

    /// <summary>Shows the pieces side by side, step by step, until the longest ends.</summary>
    private static void Show(SpikingNetwork network, ReadOnlySpan<Piece> pieces, NetworkSample[] samples, CancellationToken cancellation)
    {
        for (int k = 0; ; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            int n = 0;
            foreach (Piece piece in pieces)
            {
                if (k < piece.Length)
                {
                    samples[n++] = piece.Sample(k);
                }
            }

            if (n == 0)
            {
                break;
            }

            network.Step(samples.AsSpan(0, n), learn: true);
        }

        foreach (Piece piece in pieces)
        {
            network.EndClip(piece.State, cancellation: cancellation);
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

    /// <summary>The part of a clip that is being learned from, and the stream that it runs on.</summary>
    private sealed class Piece(NetworkState state)
    {
        private StepSequence? varied;
        private StepSequence? steps;
        private int start;
        private int label;

        public NetworkState State => state;

        public int Length { get; private set; }

        public void Take(GestureClip clip, RehearsalOptions options, RandomStream random)
        {
            state.Reset();
            label = clip.Label;
            steps = clip.Steps;
            int count = clip.Steps.Count;
            Length = options.CropMicroseconds is { } crop ? (int)Math.Min(count, Math.Max(1, crop / clip.Steps.StepMicroseconds)) : count;
            start = count > Length ? random.NextInt32(count - Length + 1) : 0;
            if (options.Vary is { } vary)
            {
                varied ??= new StepSequence(clip.Steps.StepMicroseconds);
                vary(clip.Steps, start, Length, random, varied);
                steps = varied;
                start = 0;
                Length = varied.Count;
            }
        }

        public NetworkSample Sample(int k) => new(state, steps!.InputsMemory(start + k), steps.CountsMemory(start + k), label);
    }
}
