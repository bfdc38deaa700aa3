using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EventSnn.Cli.Shell;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Simd;
#if USE_ILGPU
using EventSnn.Ilgpu.Devices;
#endif

namespace EventSnn.Cli.Devices;

/// <summary>The one place that knows which backends this build has.</summary>
internal static class ComputeDevices
{
    /// <summary>The processor.</summary>
    public const string Cpu = "cpu";

    /// <summary>The processor, computing U = W.P anew in every step as the paper writes it.</summary>
    public const string CpuExact = "cpu-exact";

    /// <summary>The command that builds the other backend in.</summary>
    public const string HowToBuildIlgpu = "dotnet build EventSnn.sln -c Release -p:UseIlgpu=true";

    /// <summary>Whether GPUs can be reached at all.</summary>
#if USE_ILGPU
    public static bool HasIlgpu => true;
#else
    public static bool HasIlgpu => false;
#endif

    /// <summary>Lists the devices, the processor first.</summary>
    public static IReadOnlyList<DeviceInfo> List()
    {
        DeviceInfo cpu = Processor();
        List<DeviceInfo> devices = [cpu, cpu with { Id = CpuExact, Capabilities = "trace-exact: U = W.P in every step, to compare with; slower", IsForChecks = true }];
#if USE_ILGPU
        devices.AddRange(IlgpuDevices.List().Select(d => new DeviceInfo(d.Id, d.Name, d.MemoryBytes, d.Capabilities, d.Id.StartsWith("ilgpu-cpu", StringComparison.Ordinal))));
#endif
        return devices;
    }

    /// <summary>Opens a device.</summary>
    /// <param name="id">As <see cref="List"/> names it.</param>
    /// <param name="threads">Threads of the processor; 0 for as many as there are cores, at most 4.</param>
    /// <returns>The backend; the network that gets it owns it.</returns>
    /// <exception cref="UsageException">There is no such device in this build.</exception>
    /// <exception cref="ComputeDeviceException">The device cannot be opened.</exception>
    public static IComputeBackend Open(string id, int threads = 0)
    {
        if (id is Cpu or CpuExact)
        {
            return new SimdBackend(new SimdOptions { Threads = threads, Forward = id == Cpu ? ForwardMode.EventDriven : ForwardMode.TraceExact });
        }

#if USE_ILGPU
        return IlgpuDevices.Open(id);
#else
        throw new UsageException($"Option --device: {id} needs the ILGPU backend, which this build has not. Take --device cpu, or build it in where the package feed carries ILGPU: {HowToBuildIlgpu}");
#endif
    }

    private static DeviceInfo Processor()
    {
        using var backend = new SimdBackend();
        string[] sets =
        [
            .. Vector512.IsHardwareAccelerated ? ["AVX-512"] : Array.Empty<string>(),
            .. Avx2.IsSupported ? ["AVX2"] : Array.Empty<string>(),
            .. Fma.IsSupported ? ["FMA"] : Array.Empty<string>(),
            .. Vector128.IsHardwareAccelerated ? ["128-bit vectors"] : Array.Empty<string>(),
        ];
        string name = ProcessorName() ?? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();
        return new DeviceInfo(Cpu, name, 0, $"{Environment.ProcessorCount} cores; {(sets.Length > 0 ? string.Join(", ", sets) : "no vectors")}; runs as {backend.Width}");
    }

    private static string? ProcessorName()
    {
        try
        {
            return File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
        }
        catch (IOException)
        {
            return null; // not Linux
        }
    }
}
