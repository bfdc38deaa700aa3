#if USE_ILGPU
using ILGPU;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
#endif
using ILGPU.Runtime;

namespace EventSnn.Ilgpu.Tests;

/// <summary>The devices to test on: all of ILGPU's where the package is there, else the stand-in.</summary>
internal static class TestDevices
{
#if USE_ILGPU
    private static readonly Context Shared = Context.Create(b => b.CPU(new CPUDevice(4, 1, 1)).OpenCL().Cuda());

    public static IEnumerable<string> Names => Shared.Devices.AsEnumerable().Select(NameOf);

    public static Accelerator Open(string name) => Shared.Devices.AsEnumerable().Single(d => NameOf(d) == name).CreateAccelerator(Shared);

    private static string NameOf(Device device) => $"{device.AcceleratorType}: {device.Name}";
#else
    public static IEnumerable<string> Names => ["stand-in"];

    public static Accelerator Open(string name) => new();
#endif
}
