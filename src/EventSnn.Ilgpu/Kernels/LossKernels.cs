using ILGPU;

namespace EventSnn.Ilgpu.Kernels;

/// <summary>The local losses, so that a chunk of steps need not come back to the host.</summary>
public static class LossKernels
{
    /// <summary>The loss of each learner and its derivative. Index: learner.</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void Evaluate(Index1D index, LossArguments a)
    {
        int classes = a.Shape.Classes;
        int report = (a.FirstReport + a.Streams[index]) * (classes + ReadoutKernels.ReportExtras);
        int error = index * classes;
        int label = a.Labels[index];
        float loss = a.Loss == 0 ? SmoothL1(a, report, error, label) : CrossEntropy(a, report, error, label);
        a.Report[report + classes + 2] = loss;
    }

    /// <summary>Whether every error is small, and the step is skipped. Index: 0.</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void Decide(Index1D index, LossArguments a)
    {
        float largest = 0f;
        for (int i = 0; i < a.Learners * a.Shape.Classes; i++)
        {
            float e = a.Error[i];
            e = e < 0f ? -e : e;
            largest = e > largest ? e : largest;
        }

        a.Skip[0] = largest * a.Batch < a.Threshold ? 1 : 0;
    }

    /// <summary>A lane of the sums over features of relu(Up + 0.01) and 0.1 - sigmoid(Up). Index: (learner, lane).</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void RegulariserLane(Index1D index, LossArguments a)
    {
        int lane = index % ReadoutKernels.Lanes;
        int slot = a.Slots[index / ReadoutKernels.Lanes];
        int features = a.Shape.Features;
        float high = 0f;
        float low = 0f;
        for (int f = lane; f < features; f += ReadoutKernels.Lanes)
        {
            float up = a.Pooled[(slot * features) + f];
            high += up + .01f > 0f ? up + .01f : 0f;
            low += .1f - SurrogateCode.Logistic(up);
        }

        a.Partial[index * 2] = high;
        a.Partial[(index * 2) + 1] = low;
    }

    /// <summary>The regularisers' terms and losses of the step. Index: 0.</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void Regularise(Index1D index, LossArguments a)
    {
        float high = 0f;
        float low = 0f;
        for (int i = 0; i < a.Learners * ReadoutKernels.Lanes; i++)
        {
            high += a.Partial[i * 2];
            low += a.Partial[(i * 2) + 1];
        }

        float n = (float)a.Batch * a.Shape.Features;
        a.Terms[0] = a.High / n;
        a.Terms[1] = low > 0f ? a.Low / n : 0f;
        a.Terms[2] = high;
        a.Terms[3] = low;
    }

    private static float SmoothL1(LossArguments a, int report, int error, int label)
    {
        float n = (float)a.Batch * a.Shape.Classes;
        float sum = 0f;
        for (int k = 0; k < a.Shape.Classes; k++)
        {
            float d = a.Report[report + k] - (k == label ? 1f : 0f);
            float size = d < 0f ? -d : d;
            sum += size < 1f ? .5f * d * d : size - .5f;
            a.Error[error + k] = (d < -1f ? -1f : d > 1f ? 1f : d) / n;
        }

        return sum / n;
    }

    private static float CrossEntropy(LossArguments a, int report, int error, int label)
    {
        int classes = a.Shape.Classes;
        float largest = a.Report[report];
        for (int k = 1; k < classes; k++)
        {
            largest = a.Report[report + k] > largest ? a.Report[report + k] : largest;
        }

        float sum = 0f;
        for (int k = 0; k < classes; k++)
        {
            float p = SurrogateCode.Exp((a.Report[report + k] - largest) / a.Temperature);
            a.Error[error + k] = p;
            sum += p;
        }

        float n = a.Batch;
        float loss = 0f;
        for (int k = 0; k < classes; k++)
        {
            float p = a.Error[error + k] / sum;
            if (k == label)
            {
                loss = -SurrogateCode.Log(p > 1e-30f ? p : 1e-30f);
                p -= 1f;
            }

            a.Error[error + k] = p / (a.Temperature * n);
        }

        return loss / n;
    }
}
