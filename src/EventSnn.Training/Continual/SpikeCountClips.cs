using EventSnn.Events.Binning;
using EventSnn.Events.Random;
using EventSnn.Networks.Continual;
using EventSnn.Training.Augmentation;
using EventSnn.Training.DataSets;

namespace EventSnn.Training.Continual;

/// <summary>The clips of a data set as spike counts of a fixed layer: one vector per clip, and a few of variants of it to learn from.</summary>
public static class SpikeCountClips
{
    /// <summary>How a clip is varied.</summary>
    public static AugmentationOptions Variation { get; } = new() { Shift = .08, Rotation = 8, Scale = .1, TimeWarp = .15 };

    /// <summary>Runs every clip through an encoder of its own.</summary>
    /// <param name="store">The clips.</param>
    /// <param name="options">The layer.</param>
    /// <param name="variants">Variants per clip, at least 0.</param>
    /// <param name="threads">Threads, at least 1; without influence on the result.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>One entry per clip, in the order of the data set.</returns>
    public static LatentClip[] Make(ClipStore store, SpikeCountOptions options, int variants, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfNegative(variants);
        var clips = new LatentClip[store.DataSet.Clips.Count];
        Parallel.For(
            0,
            clips.Length,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            () => (Encoder: new SpikeCountEncoder(store.Shape, options), Augmenter: new ClipAugmenter(store.Shape, Variation)),
            (i, _, own) =>
            {
                clips[i] = Of(store, i, int.MaxValue, variants, own.Encoder, own.Augmenter) with
                {
                    Begin = seconds => Of(
                        store, i, Math.Max(1, (int)Math.Round(seconds * 1e6 / store.Binning.StepMicroseconds)), variants,
                        new SpikeCountEncoder(store.Shape, options), new ClipAugmenter(store.Shape, Variation)),
                };
                return own;
            },
            _ => { });
        return clips;
    }

    private static LatentClip Of(ClipStore store, int clip, int length, int variants, SpikeCountEncoder encoder, ClipAugmenter augmenter)
    {
        StepSequence steps = store.Steps(clip);
        length = Math.Min(length, steps.Count);
        var varied = new List<float[]>();
        for (int v = 1; v <= variants; v++)
        {
            var other = new StepSequence(steps.StepMicroseconds);
            augmenter.Apply(steps, 0, length, RandomStream.Fork(5, (ulong)clip, (ulong)v), other);
            varied.Add(Vector(encoder, other, other.Count));
        }

        return new LatentClip([Vector(encoder, steps, length)], store.DataSet.Clips[clip].Label, length * steps.StepMicroseconds * 1e-6) { Variants = varied };
    }

    private static float[] Vector(SpikeCountEncoder encoder, StepSequence steps, int length)
    {
        encoder.Reset();
        for (int k = 0; k < length; k++)
        {
            encoder.Push(steps.Inputs(k), steps.Counts(k));
        }

        var vector = new float[encoder.Size];
        encoder.CopyTo(vector);
        return vector;
    }
}
