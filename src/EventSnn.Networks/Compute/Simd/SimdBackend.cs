using System.Runtime.Intrinsics;
using EventSnn.Networks.Compute.Reference;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// The default backend: portable vectors, event-driven or trace-exact, a small team of threads per step. Results do not depend on
/// the number of threads.
/// </summary>
public sealed class SimdBackend : IComputeBackend
{
    private readonly WorkerTeam team;

    /// <summary>Creates a backend; a network owns it.</summary>
    /// <param name="options">How it runs; null for event-driven on up to 4 cores.</param>
    public SimdBackend(SimdOptions? options = null)
    {
        Options = options ?? new SimdOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(Options.Threads);
        Width = Options.Width != SimdWidth.Auto ? Options.Width
            : Vector512.IsHardwareAccelerated ? SimdWidth.Vector512
            : Vector256.IsHardwareAccelerated ? SimdWidth.Vector256
            : SimdWidth.Scalar;
        team = new WorkerTeam(Options.Threads == 0 ? Math.Min(4, Environment.ProcessorCount) : Options.Threads);
    }

    /// <summary>How it runs.</summary>
    public SimdOptions Options { get; }

    /// <summary>The width in use.</summary>
    public SimdWidth Width { get; }

    /// <inheritdoc/>
    public string Name => $"simd, {Width}, {(Options.Forward == ForwardMode.EventDriven ? "event-driven" : "trace-exact")}, {team.Threads} threads";

    /// <inheritdoc/>
    public ILayerKernels<float> CreateLayer(LayerPlan plan) => Width switch
    {
        _ when plan.Definition.Neuron.PostTraceGain != 0 => new ReferenceLayerKernels<float>(plan),
        SimdWidth.Vector512 => new SimdLayerKernels<Lane512, Vector512<float>>(plan, Options, team),
        SimdWidth.Vector256 => new SimdLayerKernels<Lane256, Vector256<float>>(plan, Options, team),
        _ => new SimdLayerKernels<LaneScalar, float>(plan, Options, team),
    };

    /// <inheritdoc/>
    public IComputeBackend CreateSibling() => new SimdBackend(Options);

    /// <inheritdoc/>
    public void Dispose() => team.Dispose();
}
