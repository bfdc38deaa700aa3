using EventSnn.Networks.EndToEnd;

namespace EventSnn.Networks.FixedFeedback;

/// <summary>
/// How well fixed feedback points where the gradient does: per layer the cosine between the update of the rule and the one with errors sent back
/// through the weights themselves, delta_l = (W_(l+1)^T delta_(l+1)) o E'(j_l), both summed over samples. Nothing is learned.
/// </summary>
public static class FeedbackAlignment
{
    /// <summary>Measures it.</summary>
    /// <param name="network">The network; gates by <see cref="TeachingSignal.Derivative"/>, all layers learning.</param>
    /// <param name="samples">Intensities and their classes.</param>
    /// <returns>One cosine per layer of weights, the lowest first; the last is 1 by definition.</returns>
    public static double[] Measure(FixedFeedbackNetwork network, IEnumerable<(float[] Intensities, int Label)> samples)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(samples);
        ModelException.Require(network.Options is { SpikeProbability: null, Teaching: TeachingSignal.Derivative, Learns: null }, "alignment", "constant inputs and all layers learning", network.Options);
        IReadOnlyList<FeedbackLayer> layers = network.Layers;
        float[][] rule = [.. layers.Select(l => new float[l.Weights.Length])];
        float[][] gradient = [.. layers.Select(l => new float[l.Weights.Length])];
        float[][] sent = [.. layers.Select(l => new float[l.Neurons])];
        float[][] sums = [new float[layers[0].Neurons], new float[layers[0].Neurons]];
        foreach ((float[] x, int label) in samples)
        {
            Array.Clear(sums[0]);
            Array.Clear(sums[1]);
            network.Present(x, label, () =>
            {
                SendBack(network, sent);
                Rows.AddScaled(sums[0], layers[0].Delta, 1);
                Rows.AddScaled(sums[1], sent[0], 1);
                for (int l = 1; l < layers.Count; l++)
                {
                    Add(rule[l], layers[l - 1].Spikes, layers[l].Delta);
                    Add(gradient[l], layers[l - 1].Spikes, sent[l]);
                }
            });
            for (int i = 0; i < x.Length; i++)
            {
                if (x[i] != 0)
                {
                    int n = layers[0].Neurons;
                    Rows.AddScaled(rule[0].AsSpan(i * n, n), sums[0], x[i]);
                    Rows.AddScaled(gradient[0].AsSpan(i * n, n), sums[1], x[i]);
                }
            }
        }

        return [.. rule.Zip(gradient, Cosine)];
    }

    private static void SendBack(FixedFeedbackNetwork network, float[][] sent)
    {
        network.Error.CopyTo(sent[^1]);
        for (int l = sent.Length - 2; l >= 0; l--)
        {
            FeedbackLayer above = network.Layers[l + 1];
            for (int n = 0; n < sent[l].Length; n++)
            {
                float sum = Rows.Dot<float>(above.Weights.AsSpan(n * above.Neurons, above.Neurons), sent[l + 1]);
                sent[l][n] = sum * (float)network.Curve.Derivative(network.Layers[l].Current[n]);
            }
        }
    }

    private static void Add(float[] to, List<int> spikes, ReadOnlySpan<float> delta)
    {
        foreach (int i in spikes)
        {
            Rows.AddScaled(to.AsSpan(i * delta.Length, delta.Length), delta, 1);
        }
    }

    private static double Cosine(float[] a, float[] b)
    {
        double ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            ab += (double)a[i] * b[i];
            aa += (double)a[i] * a[i];
            bb += (double)b[i] * b[i];
        }

        return aa == 0 || bb == 0 ? 0 : ab / Math.Sqrt(aa * bb);
    }
}
