using EventSnn.Networks.Compute;
using ILGPU.Runtime;

namespace EventSnn.Ilgpu.Layers;

/// <summary>What drivers and the compiler of kernels throw, as the one exception that tells how to go on.</summary>
internal static class DeviceFault
{
    /// <summary>Whether an exception is the device's.</summary>
    public static bool Is(Exception e) => e is AcceleratorException or OutOfMemoryException || e.GetType().Namespace?.StartsWith("ILGPU", StringComparison.Ordinal) == true;

    /// <summary>Memory could not be had.</summary>
    public static ComputeDeviceException Memory(Accelerator accelerator, long bytes, Exception cause) => new(
        accelerator.Name, $"{bytes / 1048576.0:0.#} MiB more memory could not be had ({cause.Message.TrimEnd('.')}).", "Take a smaller batch, or --device cpu.", cause);

    /// <summary>A kernel could not be compiled or run.</summary>
    public static ComputeDeviceException Kernel(Accelerator accelerator, string kernel, Exception cause) => new(
        accelerator.Name, $"the kernel '{kernel}' could not be compiled or launched ({cause.Message.TrimEnd('.')}).",
        "The device may lack a capability or be lost: look at 'eventsnn devices', or take --device cpu.", cause);

    /// <summary>A copy failed, which is also where a kernel's fault shows.</summary>
    public static ComputeDeviceException Copy(Accelerator accelerator, Exception cause) => new(
        accelerator.Name, $"the device does not answer ({cause.Message.TrimEnd('.')}).", "Start again from the last checkpoint (--resume), on this device or with --device cpu.", cause);
}
