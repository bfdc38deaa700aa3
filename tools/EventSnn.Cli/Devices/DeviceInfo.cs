namespace EventSnn.Cli.Devices;

/// <summary>A device that networks can run on.</summary>
/// <param name="Id">What <c>--device</c> calls it: cpu, cpu-exact, cuda:0, opencl:1, ilgpu-cpu:0.</param>
/// <param name="Name">Its maker's name for it.</param>
/// <param name="MemoryBytes">Its own memory; 0 where it shares the machine's.</param>
/// <param name="Capabilities">What matters of its abilities, in words.</param>
/// <param name="IsForChecks">Whether it is there to compare with and slow: never chosen by itself.</param>
internal sealed record DeviceInfo(string Id, string Name, long MemoryBytes, string Capabilities, bool IsForChecks = false);
