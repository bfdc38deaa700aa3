using System.Numerics;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>R, U, S, pooling, s and the block's part of the readout, for one block of 16 outputs.</summary>
internal static unsafe class NeuronKernel<TLane, V>
    where TLane : struct, ILane<V>
    where V : struct
{
    /// <summary>V = alpha V + I, then I = beta I where P takes the old Q (event-driven); R = alpharp R - rg S; U = V + b + R. Returns the number of spikes.</summary>
    public static int Potential(SimdLayout layout, SimdLayerState state, int block, float* bias, in NeuronConstants neuron)
    {
        int width = layout.Plan.Output.Width;
        int height = layout.Plan.Output.Height;
        bool inclusive = neuron.Surrogate == SurrogateKind.Boxcar;
        V alpha = TLane.Create(neuron.Alpha);
        bool decays = neuron.IsEventDriven && neuron.CurrentDecay != 1;
        V beta = TLane.Create(neuron.CurrentDecay);
        V gain = TLane.Create(neuron.CurrentGain);
        V decay = TLane.Create(neuron.RefractoryDecay);
        V charge = TLane.Create(-neuron.RefractoryGain);
        int first = block * layout.OutputPixels * SimdLayout.Block;
        int spikes = 0;
        for (int y = 0; y < height; y++)
        {
            int at = first + (y * width * SimdLayout.Block);
            float* v = state.V.Pointer + at;
            float* r = state.R.Pointer + at;
            float* u = state.U.Pointer + at;
            float* i = state.I.Pointer + (block * layout.CurrentPlane) + layout.CurrentOrigin + (y * layout.CurrentRow);

            // A row of pixels is one run of memory, 16 lanes each; whole lines in order whatever the width.
            for (int k = 0; k < width * SimdLayout.Block; k += TLane.Width)
            {
                V membrane = TLane.Load(v + k);
                if (neuron.IsEventDriven)
                {
                    V synapse = TLane.Load(i + k);
                    membrane = TLane.Flush(TLane.Fma(alpha, membrane, synapse));
                    if (decays)
                    {
                        TLane.Store(i + k, TLane.Flush(TLane.Multiply(beta, synapse)));
                    }

                    TLane.Store(v + k, membrane);
                    membrane = TLane.Multiply(gain, membrane);
                }

                V old = TLane.Load(u + k);
                V spiked = inclusive ? TLane.GreaterOrEqual(old, TLane.Zero) : TLane.Greater(old, TLane.Zero);
                V refractory = TLane.Flush(TLane.Fma(decay, TLane.Load(r + k), TLane.And(spiked, charge)));
                TLane.Store(r + k, refractory);
                V potential = TLane.Add(membrane, TLane.Add(TLane.Load(bias + (k & (SimdLayout.Block - 1))), refractory));
                TLane.Store(u + k, potential);
                V fires = inclusive ? TLane.GreaterOrEqual(potential, TLane.Zero) : TLane.Greater(potential, TLane.Zero);
                spikes += BitOperations.PopCount(TLane.Bits(fires));
            }
        }

        return spikes;
    }

    /// <summary>Up = maxpool(U); s = H(Up); then r of the block.</summary>
    public static void Output(SimdLayout layout, SimdLayerState state, int block, SimdLayerParameters parameters, in NeuronConstants neuron)
    {
        int pixels = layout.PooledPixels;
        bool boxcar = neuron.Surrogate == SurrogateKind.Boxcar;
        int outputs = 0;
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            uint mask = 0;
            uint near = 0;
            for (int lane = 0; lane < SimdLayout.Block; lane += TLane.Width)
            {
                V up = Pooled(layout, state.U.Pointer, block, pixel, lane);
                mask |= TLane.Bits(boxcar ? TLane.GreaterOrEqual(up, TLane.Zero) : TLane.Greater(up, TLane.Zero)) << lane;
                near |= boxcar ? TLane.Bits(SurrogateKernel<TLane, V>.Near(up)) << lane : 0;
            }

            state.SpikeMasks[(block * pixels) + pixel] = (ushort)mask;
            state.NearMasks[(block * pixels) + pixel] = (ushort)near; // learning looks at these neurons only
            outputs += BitOperations.PopCount(mask);
        }

        state.OutputsOfBlock[block] = outputs;
        ReadoutKernel<TLane, V>.Run(layout, state, block, parameters, neuron);
    }

    /// <summary>Up of some lanes.</summary>
    public static V Pooled(SimdLayout layout, float* potential, int block, int pixel, int lane)
    {
        int pool = layout.Plan.Pool;
        float* u = potential + (block * layout.OutputPixels * SimdLayout.Block) + lane;
        if (pool == 1)
        {
            return TLane.Load(u + (pixel * SimdLayout.Block));
        }

        int width = layout.Plan.Output.Width;
        int pooledWidth = layout.Plan.Pooled.Width;
        int y = pixel / pooledWidth;
        u += ((y * width) + (pixel - (y * pooledWidth))) * pool * SimdLayout.Block;
        V largest = TLane.Load(u);
        for (int row = 0; row < pool; row++)
        {
            for (int column = 0; column < pool; column++)
            {
                largest = TLane.Max(TLane.Load(u + (((row * width) + column) * SimdLayout.Block)), largest);
            }
        }

        return largest;
    }
}
