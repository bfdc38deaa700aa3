namespace EventSnn.Networks.Compute.Simd;

/// <summary>W.P for one block of 16 outputs, computed densely: eight neighbouring outputs at a time stay in registers.</summary>
internal static unsafe class ConvolutionKernel<TLane, V>
    where TLane : struct, ILane<V>
    where V : struct
{
    private const int Tile = 8;

    /// <summary>Computes one block.</summary>
    /// <param name="layout">The layer.</param>
    /// <param name="trace">P, or any other values in its layout.</param>
    /// <param name="weights">The block's weights.</param>
    /// <param name="output">Output (0, 0) of the block.</param>
    /// <param name="outputRow">Floats from a row of outputs to the next.</param>
    /// <param name="add">Whether to add to what is there.</param>
    public static void Run(SimdLayout layout, float* trace, float* weights, float* output, int outputRow, bool add)
    {
        int height = layout.Plan.Output.Height;
        int width = layout.Plan.Output.Width;
        int step = layout.Plan.Stride * layout.InputChannels;
        for (int y = 0; y < height; y++)
        {
            float* field = trace + (y * layout.Plan.Stride * layout.TraceRow);
            for (int lane = 0; lane < SimdLayout.Block; lane += TLane.Width)
            {
                float* row = output + (y * outputRow) + lane;
                int x = 0;
                for (; x + Tile <= width; x += Tile)
                {
                    Eight(layout, field + (x * step), step, weights + lane, row + (x * SimdLayout.Block), add);
                }

                for (; x < width; x++)
                {
                    One(layout, field + (x * step), weights + lane, row + (x * SimdLayout.Block), add);
                }
            }
        }
    }

    private static void Eight(SimdLayout layout, float* field, int step, float* weights, float* output, bool add)
    {
        int kernel = layout.Kernel;
        int channels = layout.InputChannels;
        int traceRow = layout.TraceRow;
        V a = TLane.Zero;
        V b = TLane.Zero;
        V c = TLane.Zero;
        V d = TLane.Zero;
        V e = TLane.Zero;
        V f = TLane.Zero;
        V g = TLane.Zero;
        V h = TLane.Zero;
        float* w = weights;
        for (int channel = 0; channel < channels; channel++)
        {
            // The weights are flipped: from the last row and column of the field to the first.
            for (int ky = kernel - 1; ky >= 0; ky--)
            {
                float* p = field + (ky * traceRow) + ((kernel - 1) * channels) + channel;
                for (int kx = 0; kx < kernel; kx++, p -= channels, w += SimdLayout.Block)
                {
                    V weight = TLane.Load(w);
                    a = TLane.Fma(TLane.Create(p[0]), weight, a);
                    b = TLane.Fma(TLane.Create(p[step]), weight, b);
                    c = TLane.Fma(TLane.Create(p[2 * step]), weight, c);
                    d = TLane.Fma(TLane.Create(p[3 * step]), weight, d);
                    e = TLane.Fma(TLane.Create(p[4 * step]), weight, e);
                    f = TLane.Fma(TLane.Create(p[5 * step]), weight, f);
                    g = TLane.Fma(TLane.Create(p[6 * step]), weight, g);
                    h = TLane.Fma(TLane.Create(p[7 * step]), weight, h);
                }
            }
        }

        Put(output, a, add);
        Put(output + 16, b, add);
        Put(output + 32, c, add);
        Put(output + 48, d, add);
        Put(output + 64, e, add);
        Put(output + 80, f, add);
        Put(output + 96, g, add);
        Put(output + 112, h, add);
    }

    private static void One(SimdLayout layout, float* field, float* weights, float* output, bool add)
    {
        int kernel = layout.Kernel;
        int channels = layout.InputChannels;
        V a = TLane.Zero;
        V b = TLane.Zero;
        if (kernel == 1)
        {
            // Dense layers: four sums, because one would wait for itself.
            V c = TLane.Zero;
            V d = TLane.Zero;
            int channel = 0;
            for (; channel + 4 <= channels; channel += 4)
            {
                float* from = weights + (channel * SimdLayout.Block);
                a = TLane.Fma(TLane.Create(field[channel]), TLane.Load(from), a);
                b = TLane.Fma(TLane.Create(field[channel + 1]), TLane.Load(from + 16), b);
                c = TLane.Fma(TLane.Create(field[channel + 2]), TLane.Load(from + 32), c);
                d = TLane.Fma(TLane.Create(field[channel + 3]), TLane.Load(from + 48), d);
            }

            for (; channel < channels; channel++)
            {
                a = TLane.Fma(TLane.Create(field[channel]), TLane.Load(weights + (channel * SimdLayout.Block)), a);
            }

            a = TLane.Add(a, b);
            b = TLane.Add(c, d);
            Put(output, TLane.Add(a, b), add);
            return;
        }

        float* w = weights;
        for (int channel = 0; channel < channels; channel++)
        {
            for (int ky = kernel - 1; ky >= 0; ky--)
            {
                float* p = field + (ky * layout.TraceRow) + ((kernel - 1) * channels) + channel;
                for (int kx = 0; kx < kernel; kx++, p -= channels, w += SimdLayout.Block)
                {
                    a = TLane.Fma(TLane.Create(*p), TLane.Load(w), a);
                }
            }
        }

        Put(output, a, add);
    }

    private static void Put(float* output, V value, bool add)
        => TLane.Store(output, add ? TLane.Add(TLane.Load(output), value) : value);
}
