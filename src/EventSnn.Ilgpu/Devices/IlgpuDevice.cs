namespace EventSnn.Ilgpu.Devices;

/// <summary>A device that ILGPU can use.</summary>
/// <param name="Id">cuda:0, opencl:1, ilgpu-cpu:0: kind and number.</param>
/// <param name="Name">The driver's name of it.</param>
/// <param name="MemoryBytes">Its memory; 0 where it is the host's.</param>
/// <param name="Capabilities">What matters of its abilities, in words.</param>
public sealed record IlgpuDevice(string Id, string Name, long MemoryBytes, string Capabilities);
