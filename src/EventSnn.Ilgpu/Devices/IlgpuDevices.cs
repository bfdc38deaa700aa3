using System.Globalization;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Simd;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace EventSnn.Ilgpu.Devices;

/// <summary>The devices of this machine, by name.</summary>
public static class IlgpuDevices
{
    // The simulator with few threads: it makes one of the system's for each, and switches among them at every barrier.
    private static readonly Lazy<Context> Shared = new(() => Context.Create(builder => builder.CPU(new CPUDevice(4, 1, 1)).OpenCL().Cuda()));

    /// <summary>Lists the devices. ILGPU's CPU accelerator is a simulator for tests and comes last.</summary>
    /// <returns>None where no driver is installed but the simulator.</returns>
    public static IReadOnlyList<IlgpuDevice> List() => [.. Numbered().Select(d => new IlgpuDevice(d.Id, d.Device.Name, d.Device is CPUDevice ? 0 : d.Device.MemorySize, Describe(d.Device)))];

    /// <summary>Opens a device as a backend.</summary>
    /// <param name="id">As <see cref="List"/> names it.</param>
    /// <param name="forward">Event-driven or trace-exact.</param>
    /// <returns>The backend, which owns the device.</returns>
    /// <exception cref="ComputeDeviceException">There is no such device, or its driver does not answer.</exception>
    public static IlgpuBackend Open(string id, ForwardMode forward = ForwardMode.EventDriven)
    {
        (string Id, Device Device)[] all = [.. Numbered()];
        Device? device = all.FirstOrDefault(d => d.Id == id).Device;
        if (device is null)
        {
            throw new ComputeDeviceException(id, $"there is no such device; found {string.Join(", ", all.Select(d => d.Id))}.", "Is its driver installed? Otherwise take --device cpu.");
        }

        return new IlgpuBackend(Create(id, device), forward, () => Create(id, device));
    }

    private static Accelerator Create(string id, Device device)
    {
        try
        {
            return device.CreateAccelerator(Shared.Value);
        }
        catch (Exception e) when (Layers.DeviceFault.Is(e))
        {
            throw new ComputeDeviceException(id, $"the device '{device.Name}' cannot be opened ({e.Message.TrimEnd('.')}).", "Is its driver whole, and the device free? Otherwise take --device cpu.", e);
        }
    }

    private static IEnumerable<(string Id, Device Device)> Numbered()
    {
        Device[] devices = [.. Shared.Value.Devices];
        foreach ((AcceleratorType type, string name) in ((AcceleratorType, string)[])[(AcceleratorType.Cuda, "cuda"), (AcceleratorType.OpenCL, "opencl"), (AcceleratorType.CPU, "ilgpu-cpu")])
        {
            int number = 0;
            foreach (Device device in devices.Where(d => d.AcceleratorType == type))
            {
                yield return ($"{name}:{(number++).ToString(CultureInfo.InvariantCulture)}", device);
            }
        }
    }

    private static string Describe(Device device) => device switch
    {
        CudaDevice cuda => $"{cuda.Architecture?.ToString() ?? "unknown architecture"}, {cuda.NumMultiprocessors} multiprocessors",
        CLDevice cl => $"OpenCL {cl.DeviceVersion}, {cl.NumMultiprocessors} compute units, {cl.VendorName}",
        _ => "ILGPU's simulator: for tests, hundreds of times slower than --device cpu",
    };
}
