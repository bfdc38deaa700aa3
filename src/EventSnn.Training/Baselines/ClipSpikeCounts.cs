using EventSnn.Events.Binning;
using EventSnn.Networks.Continual;

namespace EventSnn.Training.Baselines;

/// <summary>Clips as vectors of spike counts. One thread.</summary>
/// <param name="shape">The shape of the steps.</param>
/// <param name="seed">Seed of the layer.</param>
internal sealed class ClipSpikeCounts(InputShape shape, ulong seed)
{
    private readonly SpikeCountEncoder encoder = new(shape, new SpikeCountOptions { Seed = seed });

    public int Size => encoder.Size;

    public float[] Make(StepSequence steps, int window)
    {
        encoder.Reset();
        for (int k = 0; k < Math.Min(steps.Count, window); k++)
        {
            encoder.Push(steps.Inputs(k), steps.Counts(k));
        }

        var vector = new float[encoder.Size];
        encoder.CopyTo(vector);
        return vector;
    }
}
