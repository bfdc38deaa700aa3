using ILGPU;

namespace EventSnn.Ilgpu.Kernels;

/// <summary>delta, the weight gradient and the optimiser. Gradients cost by the deltas that are not zero; sums have one order on every device.</summary>
public static class LearningKernels
{
    /// <summary>delta = unpool((dropmask * G^T dr) H'(Up) + regularisers). Index: (learner, row, column, channel).</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void Delta(Index1D index, LearnArguments a)
    {
        if (a.Skip[0] != 0)
        {
            return;
        }

        int size = a.Shape.Size;
        int learner = index / size;
        int at = index - (learner * size);
        int slot = a.Slots[learner];
        int pixel = at / a.Shape.Channels;
        int channel = at - (pixel * a.Shape.Channels);
        int y = pixel / a.Shape.Width / a.Shape.Pool;
        int x = pixel % a.Shape.Width / a.Shape.Pool;
        float delta = 0f;
        if (y < a.Shape.PooledHeight && x < a.Shape.PooledWidth)
        {
            int features = a.Shape.Features;
            int feature = (((y * a.Shape.PooledWidth) + x) * a.Shape.Channels) + channel;
            if (a.Winner[(slot * features) + feature] == pixel)
            {
                float up = a.Pooled[(slot * features) + feature];
                delta = Error(a, learner, slot, feature, features, up);
                delta += up > -.01f ? a.Terms[0] : 0f;
                if (a.Terms[1] != 0f)
                {
                    float s = SurrogateCode.Logistic(up);
                    delta -= a.Terms[1] * s * (1f - s);
                }
            }
        }

        a.Delta[(slot * size) + at] = delta;
    }

    /// <summary>The pixels of each channel that have a delta, and the sum of it. Index: (learner, channel).</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void List(Index1D index, LearnArguments a)
    {
        if (a.Skip[0] != 0)
        {
            return;
        }

        int channels = a.Shape.Channels;
        int learner = index / channels;
        int channel = index - (learner * channels);
        int delta = (a.Slots[learner] * a.Shape.Size) + channel;
        int list = (learner * a.Shape.Size) + channel;
        int pixels = a.Shape.Pixels;
        int listed = 0;
        float sum = 0f;
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            float d = a.Delta[delta + (pixel * channels)];
            if (d != 0f)
            {
                a.List[list + (listed * channels)] = pixel;
                listed++;
                sum += d;
            }
        }

        a.Listed[index] = listed;
        a.DeltaSum[index] = sum;
    }

    /// <summary>A group's part of dW = sum delta (x) P. Index: (group, output channel, row, column, input channel).</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void Gradient(Index1D index, LearnArguments a)
    {
        if (a.Skip[0] != 0)
        {
            return;
        }

        int input = index % a.Shape.InputChannels;
        int rest = index / a.Shape.InputChannels;
        int column = rest % a.Shape.KernelColumns;
        rest /= a.Shape.KernelColumns;
        int row = rest % a.Shape.KernelRows;
        rest /= a.Shape.KernelRows;
        int output = rest % a.Shape.Channels;
        int group = rest / a.Shape.Channels;
        int end = (group + 1) * a.Learners / a.Groups;
        float sum = 0f;
        for (int learner = group * a.Learners / a.Groups; learner < end; learner++)
        {
            int slot = a.Slots[learner];
            int trace = (slot * a.Shape.InputSize) + input;
            int delta = (slot * a.Shape.Size) + output;
            int list = (learner * a.Shape.Size) + output;
            int listed = a.Listed[(learner * a.Shape.Channels) + output];
            for (int i = 0; i < listed; i++)
            {
                int pixel = a.List[list + (i * a.Shape.Channels)];
                int y = pixel / a.Shape.Width;
                int inputRow = (y * a.Shape.Stride) - a.Shape.Padding + row;
                int inputColumn = ((pixel - (y * a.Shape.Width)) * a.Shape.Stride) - a.Shape.Padding + column;
                if (inputRow >= 0 && inputRow < a.Shape.InputHeight && inputColumn >= 0 && inputColumn < a.Shape.InputWidth)
                {
                    sum += a.Delta[delta + (pixel * a.Shape.Channels)]
                        * a.P[trace + (((inputRow * a.Shape.InputWidth) + inputColumn) * a.Shape.InputChannels)];
                }
            }
        }

        a.Gradient[index] = sum;
    }

    /// <summary>Applies dW and db. Index: weight as W lies, then bias.</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void Update(Index1D index, LearnArguments a)
    {
        if (a.Skip[0] != 0)
        {
            return;
        }

        int channels = a.Shape.Channels;
        int weights = channels * a.Shape.FanIn;
        if (index < weights)
        {
            int output = index % channels;
            int kernel = index / channels;
            int position = kernel % (a.Shape.KernelRows * a.Shape.KernelColumns);
            int input = kernel / (a.Shape.KernelRows * a.Shape.KernelColumns);
            int at = (((output * a.Shape.KernelRows * a.Shape.KernelColumns) + position) * a.Shape.InputChannels) + input;
            float gradient = 0f;
            for (int group = 0; group < a.Groups; group++)
            {
                gradient += a.Gradient[(group * weights) + at];
            }

            a.Weights[index] -= Change(index, gradient, a.Moment1, a.Moment2, a);
        }
        else
        {
            int channel = index - weights;
            a.Bias[channel] -= Change(channel, a.BiasGradient[channel], a.BiasMoment1, a.BiasMoment2, a);
        }
    }

    /// <summary>db = sum over learners. Index: channel.</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void BiasGradient(Index1D index, LearnArguments a)
    {
        if (a.Skip[0] != 0)
        {
            return;
        }

        float sum = 0f;
        for (int learner = 0; learner < a.Learners; learner++)
        {
            sum += a.DeltaSum[(learner * a.Shape.Channels) + index];
        }

        a.BiasGradient[index] = sum;
    }

    private static float Error(LearnArguments a, int learner, int slot, int feature, int features, float up)
    {
        float slope = SurrogateCode.Derivative(a.Surrogate, up);
        if (a.Dropping[slot] != 0)
        {
            slope *= ((a.Keep[(slot * a.KeepWords) + (feature >> 5)] >> (feature & 31)) & 1u) != 0u ? a.KeepScale : 0f;
        }

        if (slope == 0f)
        {
            return 0f;
        }

        float e = 0f;
        for (int k = 0; k < a.Shape.Classes; k++)
        {
            e += a.Readout[(k * features) + feature] * a.Error[(learner * a.Shape.Classes) + k];
        }

        return e * slope;
    }

    private static float Change(int i, float gradient, ArrayView<float> moment1, ArrayView<float> moment2, LearnArguments a)
    {
        if (a.Optimiser == 0)
        {
            return a.Rate * gradient;
        }

        float first = (a.Beta1 * moment1[i]) + ((1f - a.Beta1) * gradient);
        moment1[i] = first;
        float second;
        if (a.Optimiser == 1)
        {
            second = a.Beta2 * moment2[i];
            float size = (gradient < 0f ? -gradient : gradient) + a.Epsilon;
            second = second > size ? second : size;
            moment2[i] = second;
            return a.Rate * first / second;
        }

        second = (a.Beta2 * moment2[i]) + ((1f - a.Beta2) * gradient * gradient);
        moment2[i] = second;
        return a.Rate * first / (MathF.Sqrt(second * a.SecondCorrection) + a.Epsilon);
    }
}
