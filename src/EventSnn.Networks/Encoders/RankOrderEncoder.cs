using EventSnn.Events.Geometry;

namespace EventSnn.Networks.Encoders;

/// <summary>Rank-order code: the brightest value spikes in step 0, the next in step 1, and so on; equal values share a step.</summary>
/// <remarks>Only the order counts (Thorpe), so contrast and brightness of a picture do not change its spikes. Zeros do not spike.</remarks>
public sealed class RankOrderEncoder : IntensityEncoder
{
    private readonly float[] keys;
    private readonly int[] order;

    /// <summary>Creates the encoder.</summary>
    /// <param name="size">Columns and rows of the picture.</param>
    /// <param name="stepMicroseconds">The time between ranks; a picture lasts as many steps as it has values.</param>
    public RankOrderEncoder(SensorSize size, long stepMicroseconds = 20)
        : base(size, size.Pixels * stepMicroseconds, stepMicroseconds)
    {
        keys = new float[size.Pixels];
        order = new int[size.Pixels];
    }

    /// <inheritdoc/>
    protected override void EncodeSample(ReadOnlySpan<float> sample, long start)
    {
        for (int i = 0; i < sample.Length; i++)
        {
            keys[i] = -sample[i];
            order[i] = i;
        }

        Array.Sort(keys, order);
        int rank = 0;
        for (int k = 0; k < order.Length && keys[k] < 0; k++)
        {
            rank += k > 0 && keys[k] != keys[k - 1] ? 1 : 0;
            AddSpike(start, rank, order[k]);
        }
    }
}
