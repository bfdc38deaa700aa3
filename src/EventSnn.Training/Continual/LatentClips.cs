using EventSnn.Events.Binning;
using EventSnn.Networks.Continual;
using EventSnn.Training.DataSets;

namespace EventSnn.Training.Continual;

/// <summary>The clips of a data set as latent vectors.</summary>
public static class LatentClips
{
    /// <summary>A latent vector is taken so often, in microseconds.</summary>
    public const long EveryMicroseconds = 100_000;

    /// <summary>Runs every clip through an encoder of its own.</summary>
    /// <param name="store">The clips.</param>
    /// <param name="options">The encoder.</param>
    /// <param name="threads">Threads, at least 1; without influence on the result.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>One entry per clip, in the order of the data set.</returns>
    public static LatentClip[] Make(ClipStore store, LatentOptions options, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var clips = new LatentClip[store.DataSet.Clips.Count];
        Parallel.For(0, clips.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
            clips[i] = Of(store.Steps(i), store.DataSet.Clips[i].Label, new LatentEncoder(store.Shape, store.Binning.StepMicroseconds, options)));
        return clips;
    }

    private static LatentClip Of(StepSequence steps, int label, LatentEncoder encoder)
    {
        var vectors = new List<float[]>();
        int every = (int)Math.Max(1, EveryMicroseconds / steps.StepMicroseconds);
        for (int k = 0; k < steps.Count; k++)
        {
            encoder.Push(steps.Inputs(k), steps.Counts(k));

            // The first moments tell little; a clip that is shorter gives the vector of its end.
            if (((k + 1) % every == 0 && k + 1 > every) || (k == steps.Count - 1 && vectors.Count == 0))
            {
                var vector = new float[encoder.Size];
                encoder.CopyTo(vector);
                vectors.Add(vector);
            }
        }

        return new LatentClip(vectors, label, steps.Count * steps.StepMicroseconds * 1e-6);
    }
}
