using System.Net;

namespace EventSnn.Live.Host;

/// <summary>Where the page listens.</summary>
public sealed record LiveHostOptions
{
    /// <summary>Address and port; port 0 for any free one. Default: this machine only, port 8585.</summary>
    public IPEndPoint Endpoint { get; init; } = new(IPAddress.Loopback, 8585);

    /// <summary>What a visitor must bring; null for nothing, which is allowed on loopback addresses only.</summary>
    public string? Token { get; init; }
}
