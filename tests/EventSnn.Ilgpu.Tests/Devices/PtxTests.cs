using System.Reflection;
using EventSnn.Ilgpu.Kernels;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace EventSnn.Ilgpu.Tests.Devices;

/// <summary>What an NVIDIA GPU would be given, made without one.</summary>
public sealed class PtxTests
{
    [Fact]
    public void Every_kernel_becomes_ptx_without_atomics_or_local_memory()
    {
        using Context context = Context.Create(b => b.CPU(new CPUDevice(4, 1, 1)).Optimize(OptimizationLevel.O2));
        using var backend = new PTXBackend(context, CudaArchitecture.SM_90, CudaInstructionSet.ISA_80, null!);
        MethodInfo[] kernels = [.. typeof(NeuronKernels).Assembly.GetTypes()
            .Where(t => t.Namespace == typeof(NeuronKernels).Namespace)
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(m => m.GetParameters() is [{ ParameterType: var first }, _] && first == typeof(Index1D))];
        kernels.Length.ShouldBeGreaterThan(15);
        foreach (MethodInfo kernel in kernels)
        {
            var compiled = (PTXCompiledKernel)backend.Compile(EntryPointDescription.FromImplicitlyGroupedKernel(kernel), KernelSpecialization.Empty);
            compiled.PTXAssembly.ShouldContain(".target sm_", customMessage: kernel.Name);
            compiled.PTXAssembly.ShouldNotContain("atom.", customMessage: kernel.Name);
            compiled.PTXAssembly.ShouldNotContain(".local .align", customMessage: kernel.Name);
        }
    }
}
