using System.Numerics;
using ILGPU;

namespace EventSnn.Ilgpu.Kernels;

/// <summary>Pooling, spikes as bits, and the local readout. Sums are split over a fixed number of lanes, so that no device's width changes them.</summary>
public static class ReadoutKernels
{
    /// <summary>Threads that share one sum.</summary>
    public const int Lanes = 32;

    /// <summary>Values in a report besides the classes: spikes, outputs, loss.</summary>
    public const int ReportExtras = 3;

    /// <summary>Up = maxpool(U), first in row-major order where equal; s = H(Up) as bits. Index: (stream, row, word, channel).</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void Pool(Index1D index, ReadArguments a)
    {
        int channels = a.Shape.Channels;
        int channel = index % channels;
        int rest = index / channels;
        int word = rest % a.Shape.PooledWords;
        rest /= a.Shape.PooledWords;
        int y = rest % a.Shape.PooledHeight;
        int slot = a.Slots[rest / a.Shape.PooledHeight];
        int last = (word + 1) * 32;
        last = last < a.Shape.PooledWidth ? last : a.Shape.PooledWidth;
        int pool = a.Shape.Pool;
        int potential = slot * a.Shape.Size;
        uint bits = 0u;
        for (int x = word * 32; x < last; x++)
        {
            int winner = (y * pool * a.Shape.Width) + (x * pool);
            float up = a.Potential[potential + (winner * channels) + channel];
            for (int row = 0; row < pool; row++)
            {
                for (int column = 0; column < pool; column++)
                {
                    int pixel = (((y * pool) + row) * a.Shape.Width) + (x * pool) + column;
                    float u = a.Potential[potential + (pixel * channels) + channel];
                    if (u > up)
                    {
                        up = u;
                        winner = pixel;
                    }
                }
            }

            int feature = (slot * a.Shape.Features) + (((y * a.Shape.PooledWidth) + x) * channels) + channel;
            a.Pooled[feature] = up;
            a.Winner[feature] = winner;
            bits |= (uint)SurrogateCode.Spikes(a.Surrogate, up) << (x & 31);
        }

        a.Spikes[(slot * a.Shape.PooledWordCount) + (((channel * a.Shape.PooledHeight) + y) * a.Shape.PooledWords) + word] = bits;
    }

    /// <summary>A lane's part of G.(dropmask * a). Index: (stream, class, lane).</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void ReadLane(Index1D index, ReadArguments a)
    {
        int lane = index % Lanes;
        int rest = index / Lanes;
        int k = rest % a.Shape.Classes;
        int slot = a.Slots[rest / a.Shape.Classes];
        int features = a.Shape.Features;
        int dropping = a.Dropping[slot];
        float sum = 0f;
        for (int f = lane; f < features; f += Lanes)
        {
            if (dropping == 0 || ((a.Keep[(slot * a.KeepWords) + (f >> 5)] >> (f & 31)) & 1u) != 0u)
            {
                sum += a.Readout[(k * features) + f] * SurrogateCode.Activation(a.Activation, a.Surrogate, a.Pooled[(slot * features) + f]);
            }
        }

        a.Partial[index] = dropping != 0 ? sum * a.KeepScale : sum;
    }

    /// <summary>r = sum of lanes + c. Index: (stream, class).</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void Read(Index1D index, ReadArguments a)
    {
        int stream = index / a.Shape.Classes;
        int k = index - (stream * a.Shape.Classes);
        float sum = 0f;
        for (int lane = 0; lane < Lanes; lane++)
        {
            sum += a.Partial[(index * Lanes) + lane];
        }

        a.Report[((a.FirstReport + stream) * (a.Shape.Classes + ReportExtras)) + k] = sum + a.ReadoutBias[k];
    }

    /// <summary>Spikes and outputs of a stream in one lane. Index: (stream, lane).</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void CountLane(Index1D index, ReadArguments a)
    {
        int lane = index % Lanes;
        int slot = a.Slots[index / Lanes];
        int size = a.Shape.Size;
        int spikes = 0;
        for (int i = lane; i < size; i += Lanes)
        {
            spikes += a.Fired[(slot * size) + i];
        }

        int words = a.Shape.PooledWordCount;
        int outputs = 0;
        for (int i = lane; i < words; i += Lanes)
        {
            outputs += BitOperations.PopCount(a.Spikes[(slot * words) + i]);
        }

        a.Partial[index * 2] = spikes;
        a.Partial[(index * 2) + 1] = outputs;
    }

    /// <summary>Spikes and outputs of a stream. Index: stream.</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void Count(Index1D index, ReadArguments a)
    {
        float spikes = 0f;
        float outputs = 0f;
        for (int lane = 0; lane < Lanes; lane++)
        {
            spikes += a.Partial[((index * Lanes) + lane) * 2];
            outputs += a.Partial[(((index * Lanes) + lane) * 2) + 1];
        }

        int at = ((a.FirstReport + index) * (a.Shape.Classes + ReportExtras)) + a.Shape.Classes;
        a.Report[at] = spikes;
        a.Report[at + 1] = outputs;
    }
}
