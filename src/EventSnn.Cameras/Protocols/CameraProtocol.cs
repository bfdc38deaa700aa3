using System.Net;
using EventSnn.Cameras.Contract;
using EventSnn.Cameras.Senders;

namespace EventSnn.Cameras.Protocols;

/// <summary>A way in which cameras send events over the network.</summary>
/// <param name="Name">Its name, as addresses and options use it.</param>
/// <param name="IsDatagram">UDP; else TCP.</param>
/// <param name="Port">The port that is used where none is named.</param>
/// <param name="Summary">What it is, in a few words.</param>
public sealed record CameraProtocol(string Name, bool IsDatagram, int Port, string Summary)
{
    /// <summary>Makes a source: TCP connects to the endpoint, UDP listens on it.</summary>
    internal Func<CameraAddress, EndPoint, ICameraSource> Source { get; init; } = null!;

    /// <summary>Makes an encoder.</summary>
    internal Func<CameraAddress, EventEncoder> Encoder { get; init; } = null!;

    /// <summary>Makes an encoder for a sender.</summary>
    /// <param name="address">Sensor, chip and numbering.</param>
    /// <returns>The encoder.</returns>
    public EventEncoder CreateEncoder(CameraAddress address) => Encoder(address);
}
