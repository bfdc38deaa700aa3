using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// delta = unpool((dropmask * G^T dr) H'(Up) + regularisers) of one block of 16 outputs, as lists of what is not zero. With the boxcar
/// the readout is only consulted for neurons near the threshold.
/// </summary>
internal static unsafe class DeltaKernel<TLane, V>
    where TLane : struct, ILane<V>
    where V : struct
{
    /// <summary>Fills the block's lists.</summary>
    public static void Run(
        SimdLayout layout, SimdLayerState state, int block, float* readoutWeights, float* error, in NeuronConstants neuron, RegulariserTerms<float> regularisers)
    {
        int pixels = layout.PooledPixels;
        int channels = Math.Min(SimdLayout.Block, layout.Plan.Output.Channels - (block * SimdLayout.Block));
        uint real = (1u << channels) - 1;
        bool all = neuron.Surrogate != SurrogateKind.Boxcar || regularisers.Low != 0;
        V margin = TLane.Create(-.01f);
        float* up = stackalloc float[SimdLayout.Block];
        int* counts = stackalloc int[SimdLayout.Block];
        new Span<int>(counts, SimdLayout.Block).Clear();
        float scale = state.IsDropping ? 1 / (1 - layout.Plan.Definition.Readout.Dropout) : 1;
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            uint near = 0;
            uint high = 0;
            for (int lane = 0; lane < SimdLayout.Block; lane += TLane.Width)
            {
                V potential = NeuronKernel<TLane, V>.Pooled(layout, state.U.Pointer, block, pixel, lane);
                TLane.Store(up + lane, potential);
                V inside = TLane.And(TLane.Greater(potential, TLane.Create(-.5f)), TLane.GreaterOrEqual(TLane.Create(.5f), potential));
                near |= TLane.Bits(inside) << lane;
                high |= TLane.Bits(TLane.Greater(potential, margin)) << lane;
            }

            near = all ? real : near & real;
            if (state.IsDropping && regularisers.Low == 0)
            {
                near &= Dropout.Keep(layout, state, block, pixel);
            }

            uint active = regularisers.High != 0 ? near | (high & real) : near;
            uint keep = state.IsDropping ? Dropout.Keep(layout, state, block, pixel) : 0xFFFF;
            float* g = readoutWeights + (((block * pixels) + pixel) * SimdLayout.Block * layout.ClassesPadded);
            while (active != 0)
            {
                int lane = BitOperations.TrailingZeroCount(active);
                active &= active - 1;
                float delta = 0;
                if (((keep & near) >> lane & 1) != 0)
                {
                    delta = scale * Dot(g + (lane * layout.ClassesPadded), error, layout.ClassesPadded) * Surrogates.Derivative(neuron.Surrogate, up[lane]);
                }

                if ((high >> lane & 1) != 0)
                {
                    delta += regularisers.High;
                }

                if (regularisers.Low != 0)
                {
                    float s = Surrogates.Sigmoid(up[lane]);
                    delta -= regularisers.Low * s * (1 - s);
                }

                if (delta != 0)
                {
                    int at = (((block * SimdLayout.Block) + lane) * pixels) + counts[lane]++;
                    state.DeltaPixels[at] = Winner(layout, state.U.Pointer, block, pixel, lane, up[lane]);
                    state.DeltaValues[at] = delta;
                }
            }
        }

        new ReadOnlySpan<int>(counts, SimdLayout.Block).CopyTo(state.DeltasOfChannel.AsSpan(block * SimdLayout.Block));
    }

    /// <summary>A dot product whose order of additions does not depend on the machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Dot(float* a, float* b, int length)
    {
        float total = 0;
        for (int i = 0; i < length; i += 16)
        {
            Vector256<float> sum = (Vector256.Load(a + i) * Vector256.Load(b + i)) + (Vector256.Load(a + i + 8) * Vector256.Load(b + i + 8));
            Vector128<float> half = sum.GetLower() + sum.GetUpper();
            Vector64<float> quarter = half.GetLower() + half.GetUpper();
            total += quarter[0] + quarter[1];
        }

        return total;
    }

    /// <summary>The output pixel that a pooled value came from: the first in row-major order that equals it.</summary>
    private static int Winner(SimdLayout layout, float* potential, int block, int pixel, int lane, float up)
    {
        int pool = layout.Plan.Pool;
        if (pool == 1)
        {
            return pixel;
        }

        int width = layout.Plan.Output.Width;
        int y = pixel / layout.Plan.Pooled.Width * pool;
        int x = pixel % layout.Plan.Pooled.Width * pool;
        float* u = potential + (block * layout.OutputPixels * SimdLayout.Block) + lane;
        for (int row = 0; row < pool; row++)
        {
            for (int column = 0; column < pool; column++)
            {
                int candidate = ((y + row) * width) + x + column;
                if (u[candidate * SimdLayout.Block] == up)
                {
                    return candidate;
                }
            }
        }

        return (y * width) + x;
    }
}
