using System.Diagnostics;
using EventSnn.Networks;
using EventSnn.Networks.EndToEnd;
using EventSnn.Training.DataSets;

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
        var pass = new ClipPass(network, width);
        int limit = options.WindowMicroseconds is { } window
            ? (int)Math.Min(int.MaxValue, Math.Max(1, window / network.Definition.StepMicroseconds))
            : int.MaxValue;
        foreach (int[] batch in clips.Chunk(width))
        {
            tally.Begin(batch.Length);
            pass.Run([.. batch.Select(c => new LabelledClip(store.Steps(c), store.DataSet.Clips[c].Label))], learn: false, limit, k => Note(batch.Length, k), cancellation);
            for (int b = 0; b < batch.Length; b++)
            {
                tally.End(b, batch[b], store.DataSet.Clips[batch[b]].Label, pass.Jury(b));
            }

            onClips?.Invoke(batch.Length);
        }

        return tally.Result(started.Elapsed.TotalSeconds);

        void Note(int count, int k)
        {
            for (int b = 0; b < count; b++)
            {
                if (pass.Has(b, k))
                {
                    tally.Step(pass.State(b));
                }

                tally.Observe(b, k, pass.Jury(b).Class);
            }
        }
    }
}
