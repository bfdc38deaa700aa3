using System.Diagnostics;
using EventSnn.Events.Binning;
using EventSnn.Networks;
using EventSnn.Training.DataSets;
using EventSnn.Training.Runs;

namespace EventSnn.Training.Evaluation;

/// <summary>
/// Classifies clips with frozen weights. Every clip starts from a state of zero at its first event; steps of the burn-in do not vote.
/// </summary>
public static class Evaluator
{
    /// <summary>Classifies clips.</summary>
    /// <param name="network">The network; its weights do not change.</param>
    /// <param name="store">The clips, binned as the network wants them.</param>
    /// <param name="clips">Which clips.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="onClips">Told the number of clips done after every batch.</param>
    /// <param name="cancellation">Checked before every chunk of steps.</param>
    /// <returns>The figures.</returns>
    public static EvaluationResult Run(
        SpikingNetwork network,
        ClipStore store,
        IReadOnlyList<int> clips,
        EvaluationOptions? options = null,
        Action<int>? onClips = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(clips);
        options ??= new EvaluationOptions();
        var started = Stopwatch.StartNew();
        var tally = new EvaluationTally(network, new ClassMap(store.DataSet, network.Definition), options);
        int width = Math.Min(options.BatchSize, Math.Max(1, clips.Count));
        NetworkState[] states = [.. Enumerable.Range(0, width).Select(_ => network.CreateState())];
        ClipJury[] juries = [.. states.Select(_ => new ClipJury(network.Definition))];
        var steps = new StepSequence[width];
        var counts = new int[width];
        var chunks = new StepChunks(network, width);
        int n = 0;
        int limit = options.WindowMicroseconds is { } window
            ? (int)Math.Min(int.MaxValue, Math.Max(1, window / network.Definition.StepMicroseconds))
            : int.MaxValue;
        for (int first = 0; first < clips.Count; first += width)
        {
            n = Math.Min(width, clips.Count - first);
            int longest = 0;
            for (int b = 0; b < n; b++)
            {
                steps[b] = store.Steps(clips[first + b]);
                counts[b] = Math.Min(steps[b].Count, limit);
                longest = Math.Max(longest, counts[b]);
                states[b].Reset();
                juries[b].Clear();
            }

            tally.Begin(n);
            chunks.Run(longest, Gather, learn: false, Hear, cancellation);
            for (int b = 0; b < n; b++)
            {
                int clip = clips[first + b];
                tally.End(b, clip, store.DataSet.Clips[clip].Label, juries[b]);
            }

            onClips?.Invoke(n);
        }

        return tally.Result(started.Elapsed.TotalSeconds);

        int Gather(int k, NetworkSample[] samples)
        {
            int active = 0;
            for (int b = 0; b < n; b++)
            {
                if (k < counts[b])
                {
                    samples[active++] = new NetworkSample(states[b], steps[b].InputsMemory(k), steps[b].CountsMemory(k), -1);
                }
            }

            return active;
        }

        void Hear(int k)
        {
            for (int b = 0; b < n; b++)
            {
                if (k < counts[b])
                {
                    if (k >= network.Definition.BurnInSteps)
                    {
                        juries[b].Hear(states[b]);
                    }

                    tally.Step(states[b]);
                }

                tally.Observe(b, k, juries[b].Class);
            }
        }
    }
}
