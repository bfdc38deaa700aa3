using EventSnn.Ilgpu.Layers;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Simd;
using ILGPU.Runtime;

namespace EventSnn.Ilgpu;

/// <summary>
/// A network on an ILGPU device. State, weights, optimiser and readouts stay there; frames and labels go over and what the steps showed
/// comes back, once per step or, through <see cref="Networks.SpikingNetwork.Run"/>, once per chunk of steps.
/// </summary>
public sealed class IlgpuBackend : IComputeBackend
{
    private readonly Accelerator accelerator;
    private readonly ForwardMode forward;
    private readonly KernelSet kernels;
    private readonly Func<Accelerator>? sibling;

    /// <summary>Creates a backend; a network owns it.</summary>
    /// <param name="accelerator">The device, which the backend owns where <paramref name="sibling"/> is given.</param>
    /// <param name="forward">Event-driven, or trace-exact as the reference has it. Time constants per channel are always trace-exact.</param>
    /// <param name="sibling">Opens the device again for a twin; null: the caller owns the device and twins share it.</param>
    public IlgpuBackend(Accelerator accelerator, ForwardMode forward = ForwardMode.EventDriven, Func<Accelerator>? sibling = null)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        this.accelerator = accelerator;
        this.forward = forward;
        this.sibling = sibling;
        kernels = new KernelSet(accelerator);
    }

    /// <inheritdoc/>
    public string Name => $"ilgpu, {accelerator.Name}, {(forward == ForwardMode.EventDriven ? "event-driven" : "trace-exact")}";

    /// <inheritdoc/>
    public ILayerKernels<float> CreateLayer(LayerPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Definition.Neuron.PostTraceGain != 0)
        {
            throw new ComputeDeviceException(accelerator.Name, "cannot learn with a non-causal term.", "Run this network on the processor, or choose the preset tess, which has none.");
        }

        return new IlgpuLayerKernels(accelerator, kernels, plan, forward == ForwardMode.EventDriven);
    }

    /// <inheritdoc/>
    public IComputeBackend CreateSibling() => new IlgpuBackend(sibling?.Invoke() ?? accelerator, forward, sibling);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (sibling is not null)
        {
            accelerator.Dispose();
        }
    }
}
