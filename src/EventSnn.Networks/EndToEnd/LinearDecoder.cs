using System.Numerics;
using EventSnn.Networks.Compute;

namespace EventSnn.Networks.EndToEnd;

/// <summary>y = G.s + c: from the last layer's spikes to the classes, trained with the rest.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="features">Features of the last layer.</param>
/// <param name="classes">Classes.</param>
internal sealed class LinearDecoder<T>(int features, int classes)
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>[feature, class].</summary>
    public TrainedTensor<T> Weights { get; } = new(features * classes);

    public TrainedTensor<T> Bias { get; } = new(classes);

    /// <summary>Multiply-adds of a backward step, were nothing zero.</summary>
    public long BackwardOperations => 2L * features * classes;

    public void Read(SpikeList<T> s, Span<T> y)
    {
        Bias.Values.CopyTo(y);
        for (int i = 0; i < s.Count; i++)
        {
            Rows.AddScaled(y, Weights.Values.AsSpan(s.Inputs[i] * classes, classes), s.Amounts[i]);
        }
    }

    /// <summary>Adds to dG and dc; ds = G^T.e.</summary>
    public void Backward(SpikeList<T> s, ReadOnlySpan<T> e, T[] ds)
    {
        for (int i = 0; i < s.Count; i++)
        {
            Rows.AddScaled(Weights.Gradient.AsSpan(s.Inputs[i] * classes, classes), e, s.Amounts[i]);
        }

        Rows.AddScaled(Bias.Gradient, e, T.One);
        for (int f = 0; f < features; f++)
        {
            ds[f] = Rows.Dot(Weights.Values.AsSpan(f * classes, classes), e);
        }
    }

    public void Update(in OptimiserStep step)
    {
        Weights.Update(step);
        Bias.Update(step);
    }

    /// <summary>Takes G [class, feature] and c.</summary>
    public void Load(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        Weights.LoadTransposed(weights, classes);
        Bias.LoadTransposed(bias, classes);
    }

    /// <summary>G as [class, feature].</summary>
    public float[] SaveWeights() => Weights.SaveTransposed(classes);
}
