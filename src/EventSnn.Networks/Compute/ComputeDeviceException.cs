namespace EventSnn.Networks.Compute;

/// <summary>A device cannot do what is asked, or has gone. Checkpoints that were written before are whole.</summary>
/// <param name="device">The device.</param>
/// <param name="found">What happened.</param>
/// <param name="wayOn">How to go on.</param>
/// <param name="cause">What the device's driver said; null where it said nothing.</param>
public sealed class ComputeDeviceException(string device, string found, string wayOn, Exception? cause = null)
    : Exception($"{device}: {found} {wayOn}", cause)
{
    /// <summary>The device.</summary>
    public string Device => device;

    /// <summary>What happened.</summary>
    public string Found => found;

    /// <summary>How to go on.</summary>
    public string WayOn => wayOn;
}
