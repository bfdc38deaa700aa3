using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Simd;
using EventSnn.Networks.Definitions;

namespace EventSnn.Benchmarks.Kernels;

/// <summary>Gradient, Adamax and the subtraction of the step of the middle layer, by the share of outputs that have an error, on one thread.</summary>
[InProcess]
public unsafe class LearningKernels
{
    private static readonly OptimiserStep Adamax = new(OptimiserKind.Adamax, 1e-9, 0, .95f, 1e-8f, 1);
    private MiddleLayer layer = null!;

    /// <summary>Share of outputs whose delta is not zero.</summary>
    [Params(.01, .05, .10, .30)]
    public double Deltas { get; set; }

    /// <summary>Fills the layer.</summary>
    [GlobalSetup]
    public void Fill() => layer = new MiddleLayer(spikes: .04, Deltas);

    /// <summary>dW of all channels, AVX-512.</summary>
    [Benchmark(Baseline = true)]
    public float Gradient512() => Gradient<Lane512, Vector512<float>>();

    /// <summary>dW of all channels, AVX2.</summary>
    [Benchmark]
    public float Gradient256() => Gradient<Lane256, Vector256<float>>();

    /// <summary>Adamax on all channels.</summary>
    [Benchmark]
    public void Optimiser512()
    {
        SimdLayout layout = layer.Layout;
        for (int channel = 0; channel < layout.Plan.Output.Channels; channel++)
        {
            int at = channel % SimdLayout.Block * layout.GradientRow;
            OptimiserKernel<Lane512, Vector512<float>>.Step(Adamax, layer.Row.Pointer + at, null, layer.Moment.Pointer + at, 0, layout.Kernel * layout.RunPadded);
        }
    }

    /// <summary>W -= step where one channel of every block has an error, and where all have.</summary>
    /// <param name="moving">One bit per channel of a block.</param>
    [Benchmark]
    [Arguments(1u)]
    [Arguments(0xFFFFu)]
    public void Subtract(uint moving)
    {
        SimdLayout layout = layer.Layout;
        for (int block = 0; block < layout.OutputBlocks; block++)
        {
            StepKernel.Subtract(layout, layer.Row.Pointer, moving, layer.Weights.Pointer + (block * layout.WeightBlock));
        }
    }

    private float Gradient<TLane, V>()
        where TLane : struct, ILane<V>
        where V : struct
    {
        float* bias = stackalloc float[SimdLayout.Block];
        new Span<float>(bias, SimdLayout.Block).Clear();
        for (int block = 0; block < layer.Layout.OutputBlocks; block++)
        {
            GradientKernel<TLane, V>.Run(layer.Layout, layer.State, layer.Fields, block, layer.Row.Pointer, bias, touched: 0);
        }

        return bias[0];
    }
}
