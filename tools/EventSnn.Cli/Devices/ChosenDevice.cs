using EventSnn.Networks.Compute;

namespace EventSnn.Cli.Devices;

/// <summary>The device that a command runs on.</summary>
/// <param name="Id">As <see cref="ComputeDevices.List"/> names it; never auto.</param>
/// <param name="Threads">Threads of the processor.</param>
internal sealed record ChosenDevice(string Id, int Threads)
{
    /// <summary>Whether it is an NVIDIA GPU, which PyTorch calls by the same name.</summary>
    public bool IsCuda => Id.StartsWith("cuda", StringComparison.Ordinal);

    /// <summary>Opens it, once per network.</summary>
    public IComputeBackend Open() => ComputeDevices.Open(Id, Threads);
}
