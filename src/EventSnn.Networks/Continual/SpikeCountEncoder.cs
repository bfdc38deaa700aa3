using System.Numerics;
using EventSnn.Events.Binning;
using EventSnn.Events.Random;

namespace EventSnn.Networks.Continual;

/// <summary>
/// Makes one vector of a clip: how often the neurons of a fixed spiking layer fired, by channel and cell of a coarse grid. Nothing is
/// trained, so that what is learned on top of it needs one pass.
/// </summary>
/// <remarks>
/// <para>Integrate-and-fire neurons without leak, the same random windows at every place: <c>V += w.x; n = floor(max(V, 0) / theta);
/// V -= n theta</c>. w ~ N(0, 1/fan-in), of mean 0 over the window in every input channel, so that evenly spread events excite nobody. The vector is the
/// square root of the counts' shares (Hellinger), which the number of events does not change.</para>
/// <para>Memory: a potential per neuron and a count per channel and cell, however long the clip. A step costs
/// inputs x window x channels. Allocation-free but for the constructor; one thread.</para>
/// </remarks>
public sealed class SpikeCountEncoder
{
    private const int Lanes = 16; // whole vectors on every processor

    private readonly InputShape shape;
    private readonly int channels;
    private readonly int padded; // channels, filled up to whole vectors
    private readonly int kernel;
    private readonly int rows;
    private readonly int columns;
    private readonly float threshold;
    private readonly float[] weights; // [input channel][window row][window column][channel]
    private readonly float[] potential; // [place][channel]
    private readonly float[] counts; // [cell][channel]
    private readonly int[] cellOf;
    private readonly ulong[] touched;

    /// <summary>Creates an encoder at rest.</summary>
    /// <param name="shape">The shape of the steps.</param>
    /// <param name="options">The layer; null for the defaults.</param>
    public SpikeCountEncoder(InputShape shape, SpikeCountOptions? options = null)
    {
        options ??= new SpikeCountOptions();
        options.Validate();
        this.shape = shape;
        channels = options.Channels;
        padded = (channels + Lanes - 1) / Lanes * Lanes;
        kernel = options.Kernel;
        threshold = options.Threshold;
        rows = Math.Min(options.Cells, shape.Height);
        columns = Math.Min(options.Cells, shape.Width);
        int places = shape.Height * shape.Width;
        potential = new float[places * padded];
        counts = new float[rows * columns * padded];
        touched = new ulong[(places + 63) / 64];
        cellOf = [.. Enumerable.Range(0, places).Select(i => ((i / shape.Width * rows / shape.Height * columns) + (i % shape.Width * columns / shape.Width)) * padded)];
        weights = Draw(options.Seed);
    }

    /// <summary>Length of a vector.</summary>
    public int Size => rows * columns * channels;

    /// <summary>The counts since the last reset, [cell][channel], channels filled up.</summary>
    internal ReadOnlySpan<float> Counts => counts;

    /// <summary>The neurons' charge, [place][channel], channels filled up.</summary>
    internal Span<float> Potential => potential;

    /// <summary>Takes one step.</summary>
    /// <param name="inputs">The inputs that are not zero.</param>
    /// <param name="events">Events at each of them.</param>
    public void Push(ReadOnlySpan<int> inputs, ReadOnlySpan<ushort> events)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            Charge(inputs[i], events[i]);
        }

        Fire();
    }

    /// <summary>Writes the vector of what was taken since the last reset.</summary>
    /// <param name="vector"><see cref="Size"/> entries from 0 to 1, of Euclidean length 1; all 0 where nobody fired.</param>
    public void CopyTo(Span<float> vector) => Normalise(counts, vector);

    /// <summary>Makes the vector of counts.</summary>
    /// <param name="spikes">As <see cref="Counts"/>.</param>
    /// <param name="vector">As in <see cref="CopyTo"/>.</param>
    internal void Normalise(ReadOnlySpan<float> spikes, Span<float> vector)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, Size);
        double sum = 0;
        foreach (float n in spikes)
        {
            sum += n;
        }

        double scale = sum > 0 ? 1 / sum : 0;
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = (float)Math.Sqrt(spikes[(i / channels * padded) + (i % channels)] * scale);
        }
    }

    /// <summary>Forgets the clip.</summary>
    public void Reset()
    {
        Array.Clear(potential);
        Array.Clear(counts);
        Array.Clear(touched);
    }

    /// <summary>Begins to count anew; the neurons keep their charge.</summary>
    internal void ClearCounts() => Array.Clear(counts);

    /// <summary>Draws the windows; each has mean 0 in every input channel.</summary>
    private float[] Draw(ulong seed)
    {
        int window = kernel * kernel;
        var drawn = new float[shape.Channels * window * padded];
        var random = RandomStream.Fork(seed, 17);
        double scale = 1 / Math.Sqrt(shape.Channels * window);
        var one = new double[window];
        for (int c = 0; c < channels; c++)
        {
            for (int input = 0; input < shape.Channels; input++)
            {
                for (int i = 0; i < window; i++)
                {
                    one[i] = random.NextNormal() * scale;
                }

                double mean = window > 1 ? one.Average() : 0;
                for (int i = 0; i < window; i++)
                {
                    drawn[(((input * window) + i) * padded) + c] = (float)(one[i] - mean);
                }
            }
        }

        return drawn;
    }

    private void Charge(int input, float events)
    {
        int plane = shape.Height * shape.Width;
        int half = kernel / 2;
        int y = input % plane / shape.Width;
        int x = input % shape.Width;
        int window = input / plane * kernel * kernel;
        for (int j = 0; j < kernel; j++)
        {
            int row = y + half - j;
            if ((uint)row >= (uint)shape.Height)
            {
                continue;
            }

            for (int i = 0; i < kernel; i++)
            {
                int column = x + half - i;
                if ((uint)column < (uint)shape.Width)
                {
                    int place = (row * shape.Width) + column;
                    touched[place >> 6] |= 1UL << place;
                    Add(weights.AsSpan((window + (j * kernel) + i) * padded, padded), events, potential.AsSpan(place * padded, padded));
                }
            }
        }
    }

    private static void Add(ReadOnlySpan<float> source, float factor, Span<float> target)
    {
        for (int i = 0; i < target.Length; i += Vector<float>.Count)
        {
            (new Vector<float>(target[i..]) + (new Vector<float>(source[i..]) * factor)).CopyTo(target[i..]);
        }
    }

    /// <summary>Lets the neurons forget a part of their charge. In a stream without end one that is mostly pushed down would otherwise never fire again.</summary>
    /// <param name="kept">What stays, 0 to 1.</param>
    public void Leak(float kept)
    {
        for (int i = 0; i < potential.Length; i++)
        {
            float v = potential[i] * kept;
            potential[i] = MathF.Abs(v) < 1e-20f ? 0 : v; // no denormal numbers in silence
        }
    }

    private void Fire()
    {
        var theta = new Vector<float>(threshold);
        for (int word = 0; word < touched.Length; word++)
        {
            for (ulong bits = touched[word]; bits != 0; bits &= bits - 1)
            {
                int place = (word << 6) + BitOperations.TrailingZeroCount(bits);
                Span<float> v = potential.AsSpan(place * padded, padded);
                Span<float> n = counts.AsSpan(cellOf[place], padded);
                for (int i = 0; i < v.Length; i += Vector<float>.Count)
                {
                    var charge = new Vector<float>(v[i..]);
                    Vector<float> spikes = Vector.Floor(Vector.Max(charge, Vector<float>.Zero) / theta);
                    (charge - (spikes * theta)).CopyTo(v[i..]);
                    (new Vector<float>(n[i..]) + spikes).CopyTo(n[i..]);
                }
            }

            touched[word] = 0;
        }
    }
}
