using System.Numerics;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// delta = unpool((dropmask * G^T dr) H'(Up) + regularisers) of one block of 16 outputs, as lists of what is not zero. With the boxcar
/// the readout is only consulted for pixels that have a neuron near the threshold, and where there are few of them, only their lines of it.
/// </summary>
internal static unsafe class DeltaKernel<TLane, V>
    where TLane : struct, ILane<V>
    where V : struct
{
    /// <summary>Up to here reading the lines of single neurons is cheaper than reading all of a pixel's.</summary>
    private const int Few = 4;

    /// <summary>Pixels whose lines of the readout are asked for before the first of them is used: they lie anywhere in megabytes.</summary>
    private const int Ahead = 16;

    /// <summary>Fills the block's lists.</summary>
    public static void Run(
        SimdLayout layout, SimdLayerState state, int block, SimdLayerParameters parameters, float* error, in NeuronConstants neuron, RegulariserTerms<float> regularisers)
    {
        int pixels = layout.PooledPixels;
        int channels = Math.Min(SimdLayout.Block, layout.Plan.Output.Channels - (block * SimdLayout.Block));
        uint real = (1u << channels) - 1;
        float scale = state.IsDropping ? 1 / (1 - layout.Plan.Definition.Readout.Dropout) : 1;
        int* counts = stackalloc int[SimdLayout.Block];
        new Span<int>(counts, SimdLayout.Block).Clear();
        float* deltas = stackalloc float[SimdLayout.Block];
        float* winners = stackalloc float[SimdLayout.Block];
        bool pools = layout.Plan.Pool > 1;
        int step = layout.ClassesPadded * SimdLayout.Block;
        float* g = parameters.Readout.Pointer + (block * pixels * step);
        int line = parameters.ClassLine;
        float* lines = parameters.ReadoutOfFeature is { } ofFeature ? ofFeature.Pointer + (block * pixels * SimdLayout.Block * line) : null;
        bool onlyNear = neuron.Surrogate == SurrogateKind.Boxcar && regularisers.High == 0 && regularisers.Low == 0;
        fixed (ushort* near = &state.NearMasks[block * pixels])
        fixed (int* pixelList = &state.DeltaPixels[block * SimdLayout.Block * pixels])
        fixed (float* valueList = &state.DeltaValues[block * SimdLayout.Block * pixels])
        {
            for (int pixel = 0; pixel < pixels; pixel++, g += step)
            {
                if (onlyNear && pixel % Ahead == 0)
                {
                    LookAhead(lines, line, near, pixel, Math.Min(pixel + Ahead, pixels));
                }

                uint keep = onlyNear ? near[pixel] & real : real;
                if (keep != 0 && state.IsDropping)
                {
                    keep &= Dropout.Keep(layout, state, block, pixel);
                }

                if (keep == 0 && onlyNear)
                {
                    continue;
                }

                uint active = !onlyNear ? OfPixel(layout, state, block, pixel, g, error, keep, scale, neuron, regularisers, deltas)
                    : lines is not null && BitOperations.PopCount(keep) <= Few ? OfLines(lines + (pixel * SimdLayout.Block * line), line, error, keep, scale, deltas)
                    : OfNear(layout, g, error, keep, scale, deltas);
                active &= real;
                if (active != 0 && pools)
                {
                    Winners(layout, state, block, pixel, winners);
                }

                while (active != 0)
                {
                    int lane = BitOperations.TrailingZeroCount(active);
                    active &= active - 1;
                    int at = (lane * pixels) + counts[lane]++;
                    pixelList[at] = pools ? (int)winners[lane] : pixel;
                    valueList[at] = deltas[lane];
                }
            }
        }

        new ReadOnlySpan<int>(counts, SimdLayout.Block).CopyTo(state.DeltasOfChannel.AsSpan(block * SimdLayout.Block));
    }

    /// <summary>Asks for the readout's lines of those lanes of some pixels that are near the threshold.</summary>
    private static void LookAhead(float* lines, int line, ushort* near, int first, int end)
    {
        for (int pixel = first; lines is not null && pixel < end; pixel++)
        {
            if (BitOperations.PopCount(near[pixel]) > Few)
            {
                continue;
            }

            for (uint rest = near[pixel]; rest != 0; rest &= rest - 1)
            {
                CacheHint.Soon(lines + (((pixel * SimdLayout.Block) + BitOperations.TrailingZeroCount(rest)) * line));
            }
        }
    }

    /// <summary>delta of a few lanes of a pixel, each from its own line of G; returns which are not zero.</summary>
    private static uint OfLines(float* lines, int line, float* error, uint reached, float scale, float* deltas)
    {
        uint active = 0;
        for (; reached != 0; reached &= reached - 1)
        {
            int lane = BitOperations.TrailingZeroCount(reached);
            float delta = scale * TLane.Product(error, lines + (lane * line), line);
            deltas[lane] = delta;
            active |= delta != 0 ? 1u << lane : 0;
        }

        return active;
    }

    /// <summary>delta of the lanes of a pixel that are near the threshold, by the boxcar alone; returns which are not zero.</summary>
    private static uint OfNear(SimdLayout layout, float* g, float* error, uint near, float scale, float* deltas)
    {
        uint active = 0;
        for (int lane = 0; lane < SimdLayout.Block; lane += TLane.Width)
        {
            V delta = TLane.And(TLane.Mask(near >> lane), Products(layout, g + lane, error, scale));
            TLane.Store(deltas + lane, delta);
            active |= TLane.Bits(TLane.Greater(TLane.Abs(delta), TLane.Zero)) << lane;
        }

        return active;
    }

    /// <summary>delta of all lanes of a pixel; returns which are not zero.</summary>
    private static uint OfPixel(
        SimdLayout layout, SimdLayerState state, int block, int pixel, float* g, float* error, uint keep, float scale, in NeuronConstants neuron,
        RegulariserTerms<float> regularisers, float* deltas)
    {
        uint active = 0;
        for (int lane = 0; lane < SimdLayout.Block; lane += TLane.Width)
        {
            V up = NeuronKernel<TLane, V>.Pooled(layout, state.U.Pointer, block, pixel, lane);
            active |= Lanes(layout, up, g + lane, error, keep >> lane, scale, neuron, regularisers, deltas + lane) << lane;
        }

        return active;
    }

    /// <summary>delta of some lanes of a pixel; returns which are not zero.</summary>
    private static uint Lanes(
        SimdLayout layout, V up, float* g, float* error, uint keep, float scale, in NeuronConstants neuron, RegulariserTerms<float> regularisers, float* deltas)
    {
        bool boxcar = neuron.Surrogate == SurrogateKind.Boxcar;
        V near = boxcar ? SurrogateKernel<TLane, V>.Near(up) : default;
        V delta = TLane.Zero;
        uint reached = keep & (boxcar ? TLane.Bits(near) : 0xFFFF);
        if (reached != 0)
        {
            delta = Products(layout, g, error, scale);
            delta = boxcar ? delta : TLane.Multiply(delta, SurrogateKernel<TLane, V>.Derivative(neuron.Surrogate, up));
            delta = TLane.And(TLane.Mask(reached), delta);
        }

        if (regularisers.High != 0)
        {
            delta = TLane.Add(delta, TLane.And(TLane.Greater(up, TLane.Create(-.01f)), TLane.Create(regularisers.High)));
        }

        if (regularisers.Low != 0)
        {
            V s = SurrogateKernel<TLane, V>.Sigmoid(up);
            delta = TLane.Subtract(delta, TLane.Multiply(TLane.Create(regularisers.Low), TLane.Multiply(s, TLane.Subtract(TLane.Create(1), s))));
        }

        TLane.Store(deltas, delta);
        return TLane.Bits(TLane.Greater(TLane.Abs(delta), TLane.Zero));
    }

    /// <summary>G^T dr of some lanes, a class after the other.</summary>
    private static V Products(SimdLayout layout, float* g, float* error, float scale)
    {
        V even = TLane.Zero;
        V odd = TLane.Zero;
        for (int k = 0; k < layout.ClassesPadded; k += 2, g += 2 * SimdLayout.Block)
        {
            even = TLane.Fma(TLane.Create(error[k]), TLane.Load(g), even);
            odd = TLane.Fma(TLane.Create(error[k + 1]), TLane.Load(g + SimdLayout.Block), odd);
        }

        return TLane.Multiply(TLane.Create(scale), TLane.Add(even, odd));
    }

    /// <summary>The output pixels that pooled values came from: of equal ones the first in row-major order.</summary>
    private static void Winners(SimdLayout layout, SimdLayerState state, int block, int pixel, float* winners)
    {
        int pool = layout.Plan.Pool;
        int width = layout.Plan.Output.Width;
        int row = pixel / layout.Plan.Pooled.Width;
        int first = ((row * width) + pixel - (row * layout.Plan.Pooled.Width)) * pool;
        float* u = state.U.Pointer + (block * layout.OutputPixels * SimdLayout.Block);
        for (int lane = 0; lane < SimdLayout.Block; lane += TLane.Width)
        {
            // Pixel numbers as floats, which hold them exactly: below 2^24.
            V best = TLane.Load(u + (first * SimdLayout.Block) + lane);
            V winner = TLane.Create(first);
            for (int k = 1; k < pool * pool; k++)
            {
                int candidate = first + (k / pool * width) + (k % pool);
                V value = TLane.Load(u + (candidate * SimdLayout.Block) + lane);
                V larger = TLane.Greater(value, best);
                best = TLane.Select(larger, value, best);
                winner = TLane.Select(larger, TLane.Create(candidate), winner);
            }

            TLane.Store(winners + lane, winner);
        }
    }
}
