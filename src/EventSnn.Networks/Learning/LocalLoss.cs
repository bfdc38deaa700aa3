using System.Numerics;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Learning;

/// <summary>The local losses and their derivatives with respect to the readout.</summary>
public static class LocalLoss
{
    /// <summary>The part of one sample in the loss of a mini-batch, and its derivative.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="loss">Which loss.</param>
    /// <param name="readout">r, one value per class.</param>
    /// <param name="label">The class, 0 to classes - 1.</param>
    /// <param name="batch">Samples in the mini-batch, unlabelled ones included.</param>
    /// <param name="error">Receives dLoss/dr, one value per class.</param>
    /// <returns>The sample's part of the mean.</returns>
    public static T Evaluate<T>(LossDefinition loss, ReadOnlySpan<T> readout, int label, int batch, Span<T> error)
        where T : struct, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss.Kind == LossKind.SmoothL1
            ? SmoothL1(readout, label, batch, error)
            : SoftmaxCrossEntropy(readout, label, batch, T.CreateTruncating(loss.Temperature), error);
    }

    /// <summary>softmax(r / temperature).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="readout">r.</param>
    /// <param name="temperature">Above 0.</param>
    /// <param name="probabilities">Receives values in [0, 1] that sum to 1; may be the readout itself.</param>
    public static void Softmax<T>(ReadOnlySpan<T> readout, T temperature, Span<T> probabilities)
        where T : struct, IFloatingPointIeee754<T>
    {
        T largest = readout[0];
        foreach (T r in readout)
        {
            largest = T.Max(largest, r);
        }

        T sum = T.Zero;
        for (int k = 0; k < readout.Length; k++)
        {
            probabilities[k] = T.Exp((readout[k] - largest) / temperature);
            sum += probabilities[k];
        }

        for (int k = 0; k < readout.Length; k++)
        {
            probabilities[k] /= sum;
        }
    }

    // d = r - y; L = mean of d^2 / 2 where |d| < 1, else |d| - 1/2; dL/dr = clip(d, -1, 1) / n.
    private static T SmoothL1<T>(ReadOnlySpan<T> readout, int label, int batch, Span<T> error)
        where T : struct, IFloatingPointIeee754<T>
    {
        T n = T.CreateTruncating(batch * readout.Length);
        T half = T.CreateTruncating(.5);
        T sum = T.Zero;
        for (int k = 0; k < readout.Length; k++)
        {
            T d = readout[k] - (k == label ? T.One : T.Zero);
            T size = T.Abs(d);
            sum += size < T.One ? half * d * d : size - half;
            error[k] = T.Clamp(d, -T.One, T.One) / n;
        }

        return sum / n;
    }

    // p = softmax(r / T); L = -log p[label]; dL/dr = (p - y) / T.
    private static T SoftmaxCrossEntropy<T>(ReadOnlySpan<T> readout, int label, int batch, T temperature, Span<T> error)
        where T : struct, IFloatingPointIeee754<T>
    {
        Softmax(readout, temperature, error);
        T n = T.CreateTruncating(batch);
        T loss = -T.Log(T.Max(error[label], T.CreateTruncating(1e-30)));
        error[label] -= T.One;
        for (int k = 0; k < error.Length; k++)
        {
            error[k] /= temperature * n;
        }

        return loss / n;
    }
}
