using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using EventSnn.Networks.Compute.Simd;

namespace EventSnn.Benchmarks.Kernels;

/// <summary>I += W.x by spikes and densely, by the share of inputs that spike, on one thread: where the two cross is where the engine should change over.</summary>
[InProcess]
public unsafe class SpikeKernels
{
    private MiddleLayer layer = null!;
    private AlignedBuffer spread = null!;
    private SpikeRows rows = null!;

    /// <summary>Share of inputs that spike.</summary>
    [Params(.01, .04, .10, .30, .80)]
    public double Spikes { get; set; }

    /// <summary>Fills the layer.</summary>
    [GlobalSetup]
    public void Fill()
    {
        layer = new MiddleLayer(Spikes, deltas: 0);
        spread = new AlignedBuffer(layer.Layout.TraceLength);
        rows = new SpikeRows(layer.Layout);
    }

    /// <summary>Event-driven, AVX-512.</summary>
    [Benchmark(Baseline = true)]
    public void Gather512() => Gather<Lane512, Vector512<float>>();

    /// <summary>Event-driven, AVX2.</summary>
    [Benchmark]
    public void Gather256() => Gather<Lane256, Vector256<float>>();

    /// <summary>Dense, AVX-512.</summary>
    [Benchmark]
    public void Dense512() => Dense<Lane512, Vector512<float>>();

    /// <summary>Dense, AVX2.</summary>
    [Benchmark]
    public void Dense256() => Dense<Lane256, Vector256<float>>();

    private void Gather<TLane, V>()
        where TLane : struct, ILane<V>
        where V : struct
    {
        SimdLayout layout = layer.Layout;
        for (int row = 0; row < rows.Rows; row++)
        {
            rows.Make(layer.Below.SpikeMasks, row);
        }

        for (int block = 0; block < layout.OutputBlocks; block++)
        {
            GatherKernel<TLane, V>.Run(
                layout, layer.State.I.Pointer + (block * layout.CurrentPlane), layer.Weights.Pointer + (block * layout.WeightBlock), rows);
        }
    }

    private void Dense<TLane, V>()
        where TLane : struct, ILane<V>
        where V : struct
    {
        SimdLayout layout = layer.Layout;
        TraceKernel<TLane, V>.Spread(layout, layer.Below, spread.Pointer);
        for (int block = 0; block < layout.OutputBlocks; block++)
        {
            ConvolutionKernel<TLane, V>.Run(
                layout, spread.Pointer, layer.Weights.Pointer + (block * layout.WeightBlock),
                layer.State.I.Pointer + (block * layout.CurrentPlane) + layout.CurrentOrigin, layout.CurrentRow, add: true);
        }
    }
}
