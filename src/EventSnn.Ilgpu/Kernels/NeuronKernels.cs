using System.Numerics;
using ILGPU;

namespace EventSnn.Ilgpu.Kernels;

/// <summary>
/// The neurons: one thread per neuron gathers its input, without atomics. Neighbouring threads are the channels of one pixel: they read
/// the same spikes and neighbouring weights. Sums run over input channel, row, column.
/// </summary>
public static class NeuronKernels
{
    /// <summary>I = beta I + W.x; V = alpha V + I; R = alpharp R - rg S; U = qg pg V + b + R; S = H(U). Index: (stream, row, column, channel).</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void FireEventDriven(Index1D index, FireArguments a)
    {
        int size = a.Shape.Size;
        int stream = index / size;
        int at = index - (stream * size);
        int slot = a.Slots[stream];
        int neuron = (slot * size) + at;
        float current = a.Current[neuron];
        float membrane = a.Alpha * a.Membrane[neuron];
        float before = membrane + current;
        current = a.Beta * current;
        current = a.FromFrame != 0 ? GatherFrame(current, slot, at, a) : GatherSpikes(current, slot, at, a);
        a.Current[neuron] = current;
        membrane = a.NewSynapse != 0 ? membrane + current : before;
        a.Membrane[neuron] = membrane;
        Fire(neuron, at, a.Gain * membrane, a);
    }

    /// <summary>U = W.P + b + R; S = H(U), as the reference has it. Index: (stream, row, column, channel).</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void FireTraceExact(Index1D index, FireArguments a)
    {
        int size = a.Shape.Size;
        int stream = index / size;
        int at = index - (stream * size);
        int slot = a.Slots[stream];
        int pixel = at / a.Shape.Channels;
        int output = at - (pixel * a.Shape.Channels);
        int top = a.Shape.Top(pixel);
        int left = a.Shape.Left(pixel);
        int trace = slot * a.Shape.InputSize;
        float sum = 0f;
        for (int row = 0; row < a.Shape.KernelRows; row++)
        {
            int inputRow = top + row;
            if (inputRow < 0 || inputRow >= a.Shape.InputHeight)
            {
                continue;
            }

            for (int column = 0; column < a.Shape.KernelColumns; column++)
            {
                int inputColumn = left + column;
                if (inputColumn < 0 || inputColumn >= a.Shape.InputWidth)
                {
                    continue;
                }

                int p = trace + (((inputRow * a.Shape.InputWidth) + inputColumn) * a.Shape.InputChannels);
                int w = (((row * a.Shape.KernelColumns) + column) * a.Shape.Channels) + output;
                int step = a.Shape.KernelRows * a.Shape.KernelColumns * a.Shape.Channels;
                for (int channel = 0; channel < a.Shape.InputChannels; channel++)
                {
                    sum += a.Weights[w] * a.P[p + channel];
                    w += step;
                }
            }
        }

        Fire((slot * size) + at, at, sum, a);
    }

    private static void Fire(int neuron, int at, float membrane, FireArguments a)
    {
        float charge = a.Fired[neuron] != 0 ? -a.RefractoryGain : 0f;
        float refractory = (a.RefractoryDecay * a.Refractory[neuron]) + charge;
        a.Refractory[neuron] = refractory;
        float potential = membrane + (a.Bias[at % a.Shape.Channels] + refractory);
        a.Potential[neuron] = potential;
        a.Fired[neuron] = (byte)SurrogateCode.Spikes(a.Surrogate, potential);
    }

    private static float GatherFrame(float sum, int slot, int at, FireArguments a)
    {
        int pixel = at / a.Shape.Channels;
        int output = at - (pixel * a.Shape.Channels);
        int top = a.Shape.Top(pixel);
        int left = a.Shape.Left(pixel);
        int frame = slot * a.Shape.InputSize;
        for (int channel = 0; channel < a.Shape.InputChannels; channel++)
        {
            for (int row = 0; row < a.Shape.KernelRows; row++)
            {
                int inputRow = top + row;
                if (inputRow < 0 || inputRow >= a.Shape.InputHeight)
                {
                    continue;
                }

                for (int column = 0; column < a.Shape.KernelColumns; column++)
                {
                    int inputColumn = left + column;
                    if (inputColumn < 0 || inputColumn >= a.Shape.InputWidth)
                    {
                        continue;
                    }

                    float x = a.X[frame + (((inputRow * a.Shape.InputWidth) + inputColumn) * a.Shape.InputChannels) + channel];
                    if (x != 0f)
                    {
                        int w = (((channel * a.Shape.KernelRows) + row) * a.Shape.KernelColumns) + column;
                        sum += x * a.Weights[(w * a.Shape.Channels) + output];
                    }
                }
            }
        }

        return sum;
    }

    private static float GatherSpikes(float sum, int slot, int at, FireArguments a)
    {
        int pixel = at / a.Shape.Channels;
        int output = at - (pixel * a.Shape.Channels);
        int top = a.Shape.Top(pixel);
        int left = a.Shape.Left(pixel);
        int right = left + a.Shape.KernelColumns < a.Shape.InputWidth ? left + a.Shape.KernelColumns : a.Shape.InputWidth;
        int words = slot * a.Shape.InputWordCount;
        for (int channel = 0; channel < a.Shape.InputChannels; channel++)
        {
            for (int row = 0; row < a.Shape.KernelRows; row++)
            {
                int inputRow = top + row;
                if (inputRow < 0 || inputRow >= a.Shape.InputHeight)
                {
                    continue;
                }

                int line = words + (((channel * a.Shape.InputHeight) + inputRow) * a.Shape.InputWords);
                int kernel = (((channel * a.Shape.KernelRows) + row) * a.Shape.KernelColumns) - left;
                for (int first = left < 0 ? 0 : left; first < right;)
                {
                    // The spikes of this row from column first on, within one word.
                    int end = (first | 31) + 1;
                    end = end < right ? end : right;
                    uint bits = a.Spikes[line + (first >> 5)] >> (first & 31);
                    int count = end - first;
                    bits = count < 32 ? bits & ((1u << count) - 1u) : bits;
                    while (bits != 0u)
                    {
                        int column = first + BitOperations.TrailingZeroCount(bits);
                        bits &= bits - 1u;
                        sum += a.Weights[((kernel + column) * a.Shape.Channels) + output];
                    }

                    first = end;
                }
            }
        }

        return sum;
    }
}
