using System.Numerics;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// The part of r = G.(dropmask * a) that one block of 16 outputs gives: spike by spike where G is fixed, else six classes at a time, each
/// channel in a lane of its own.
/// </summary>
internal static unsafe class ReadoutKernel<TLane, V>
    where TLane : struct, ILane<V>
    where V : struct
{
    /// <summary>Classes whose sums stay in registers together.</summary>
    private const int Group = SimdLayout.ClassGroup;

    /// <summary>Computes the block's part into <see cref="SimdLayerState.PartialReadout"/>.</summary>
    public static void Run(SimdLayout layout, SimdLayerState state, int block, SimdLayerParameters parameters, in NeuronConstants neuron)
    {
        if (parameters.ReadoutOfFeature is { } lines)
        {
            OfFeatures(layout, state, block, lines.Pointer, parameters.ClassLine);
            return;
        }

        float* readoutWeights = parameters.Readout.Pointer;
        int length = layout.PooledPixels * SimdLayout.Block;
        bool spikes = neuron.Activation == ActivationKind.Spike;
        float* activation = spikes ? null : state.Activation.Pointer + (block * length);
        if (!spikes)
        {
            Activate(layout, state, block, activation, neuron);
        }

        float* g = readoutWeights + (block * length * layout.ClassesPadded);
        float* sums = state.PartialReadout.Pointer + (block * layout.ClassesPadded);
        float scale = state.IsDropping ? 1 / (1 - layout.Plan.Definition.Readout.Dropout) : 1;
        float* lanes = stackalloc float[Group * SimdLayout.Block];
        for (int first = 0; first < layout.ClassesPadded; first += Group)
        {
            for (int lane = 0; lane < SimdLayout.Block; lane += TLane.Width)
            {
                if (spikes)
                {
                    OfSpikes(layout, state, block, g + (first * SimdLayout.Block) + lane, lane, lanes + lane);
                }
                else
                {
                    OfActivation(layout, activation + lane, g + (first * SimdLayout.Block) + lane, lanes + lane);
                }
            }

            for (int k = 0; k < Group; k++)
            {
                float sum = 0;
                for (int lane = 0; lane < SimdLayout.Block; lane++)
                {
                    sum += lanes[(k * SimdLayout.Block) + lane];
                }

                sums[first + k] = sum * scale;
            }
        }
    }

    /// <summary>A line of G for each spike, all classes side by side.</summary>
    private static void OfFeatures(SimdLayout layout, SimdLayerState state, int block, float* g, int line)
    {
        int pixels = layout.PooledPixels;
        int classes = layout.Plan.Classes;
        float scale = state.IsDropping ? 1 / (1 - layout.Plan.Definition.Readout.Dropout) : 1;
        float* sums = state.PartialReadout.Pointer + (block * layout.ClassesPadded);
        float* lanes = stackalloc float[SimdLayout.Block];
        g += block * pixels * SimdLayout.Block * line;
        fixed (ushort* masks = &state.SpikeMasks[block * pixels])
        {
            for (int first = 0; first < classes; first += SimdLayout.Block)
            {
                for (int half = 0; half < SimdLayout.Block; half += 2 * TLane.Width)
                {
                    // Two vectors: 16 classes with AVX2; with AVX-512 the second one is not needed.
                    bool two = TLane.Width < SimdLayout.Block;
                    V a = TLane.Zero, b = TLane.Zero;
                    float* pixelLines = g + first + half;
                    for (int pixel = 0; pixel < pixels; pixel++, pixelLines += SimdLayout.Block * line)
                    {
                        uint mask = masks[pixel];
                        if (mask != 0 && state.IsDropping)
                        {
                            mask &= Dropout.Keep(layout, state, block, pixel);
                        }

                        for (; mask != 0; mask &= mask - 1)
                        {
                            float* of = pixelLines + (BitOperations.TrailingZeroCount(mask) * line);
                            a = TLane.Add(a, TLane.Load(of));
                            b = two ? TLane.Add(b, TLane.Load(of + TLane.Width)) : b;
                        }
                    }

                    TLane.Store(lanes + half, a);
                    if (two)
                    {
                        TLane.Store(lanes + half + TLane.Width, b);
                    }
                }

                for (int k = first; k < Math.Min(first + SimdLayout.Block, classes); k++)
                {
                    sums[k] = lanes[k - first] * scale;
                }
            }
        }
    }

    private static void OfSpikes(SimdLayout layout, SimdLayerState state, int block, float* g, int lane, float* lanes)
    {
        int pixels = layout.PooledPixels;
        int step = layout.ClassesPadded * SimdLayout.Block;
        V a = TLane.Zero, b = TLane.Zero, c = TLane.Zero, d = TLane.Zero, e = TLane.Zero, f = TLane.Zero;
        fixed (ushort* masks = &state.SpikeMasks[block * pixels])
        {
            for (int pixel = 0; pixel < pixels; pixel++, g += step)
            {
                uint mask = masks[pixel];
                if (mask == 0)
                {
                    continue;
                }

                if (state.IsDropping)
                {
                    mask &= Dropout.Keep(layout, state, block, pixel);
                }

                V keep = TLane.Mask(mask >> lane);
                a = TLane.Add(a, TLane.And(keep, TLane.Load(g)));
                b = TLane.Add(b, TLane.And(keep, TLane.Load(g + 16)));
                c = TLane.Add(c, TLane.And(keep, TLane.Load(g + 32)));
                d = TLane.Add(d, TLane.And(keep, TLane.Load(g + 48)));
                e = TLane.Add(e, TLane.And(keep, TLane.Load(g + 64)));
                f = TLane.Add(f, TLane.And(keep, TLane.Load(g + 80)));
            }
        }

        Put(lanes, a, b, c, d, e, f);
    }

    private static void OfActivation(SimdLayout layout, float* activation, float* g, float* lanes)
    {
        int step = layout.ClassesPadded * SimdLayout.Block;
        V a = TLane.Zero, b = TLane.Zero, c = TLane.Zero, d = TLane.Zero, e = TLane.Zero, f = TLane.Zero;
        for (int pixel = 0; pixel < layout.PooledPixels; pixel++, g += step, activation += SimdLayout.Block)
        {
            V x = TLane.Load(activation);
            a = TLane.Fma(x, TLane.Load(g), a);
            b = TLane.Fma(x, TLane.Load(g + 16), b);
            c = TLane.Fma(x, TLane.Load(g + 32), c);
            d = TLane.Fma(x, TLane.Load(g + 48), d);
            e = TLane.Fma(x, TLane.Load(g + 64), e);
            f = TLane.Fma(x, TLane.Load(g + 80), f);
        }

        Put(lanes, a, b, c, d, e, f);
    }

    /// <summary>a = sigmoid(Up), or the surrogate's antiderivative; 0 where dropped.</summary>
    private static void Activate(SimdLayout layout, SimdLayerState state, int block, float* activation, in NeuronConstants neuron)
    {
        for (int pixel = 0; pixel < layout.PooledPixels; pixel++)
        {
            uint keep = state.IsDropping ? Dropout.Keep(layout, state, block, pixel) : 0xFFFF;
            for (int lane = 0; lane < SimdLayout.Block; lane += TLane.Width, activation += TLane.Width)
            {
                V up = NeuronKernel<TLane, V>.Pooled(layout, state.U.Pointer, block, pixel, lane);
                V a = neuron.Activation == ActivationKind.Sigmoid ? SurrogateKernel<TLane, V>.Sigmoid(up) : SurrogateKernel<TLane, V>.Antiderivative(neuron.Surrogate, up);
                TLane.Store(activation, TLane.And(TLane.Mask(keep >> lane), a));
            }
        }
    }

    private static void Put(float* lanes, V a, V b, V c, V d, V e, V f)
    {
        TLane.Store(lanes, a);
        TLane.Store(lanes + 16, b);
        TLane.Store(lanes + 32, c);
        TLane.Store(lanes + 48, d);
        TLane.Store(lanes + 64, e);
        TLane.Store(lanes + 80, f);
    }
}
