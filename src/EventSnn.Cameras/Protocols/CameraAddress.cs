using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EventSnn.Cameras.Contract;
using EventSnn.Cameras.Raw;
using EventSnn.Cameras.Usb;
using EventSnn.Events.Geometry;
using EventSnn.Recordings;

namespace EventSnn.Cameras.Protocols;

/// <summary>
/// Where a camera is: <c>caer-tcp://host:port</c>, <c>jaer-udp://0.0.0.0:8991?size=346x260&amp;chip=davis&amp;sequence=off</c>,
/// <c>evt3-pipe:PATH</c> (<c>-</c> for standard input), <c>usb:davis346?serial=00000123</c>.
/// </summary>
/// <param name="Scheme">The protocol's name, or a format's name and <c>-pipe</c>.</param>
/// <param name="Host">Host to connect to, or the local address that datagrams come to; the path of a pipe; the model of a camera on USB.</param>
/// <param name="Port">The port; 0 for pipes and USB.</param>
/// <param name="Size">The sensor.</param>
/// <param name="IsDavis">jAER: addresses of a DAVIS; else of a DVS128.</param>
/// <param name="IsNumbered">jAER: whether datagrams begin with a number.</param>
public sealed record CameraAddress(string Scheme, string Host, int Port, SensorSize Size, bool IsDavis = false, bool IsNumbered = true)
{
    private const string PipeSuffix = "-pipe";
    private const string UsbScheme = "usb";

    /// <summary>USB: only the camera with this serial number; null for the first one.</summary>
    public string? Serial { get; init; }

    /// <summary>Tells whether a text looks like an address, rather than a file's name.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True where it begins with the name of a protocol or pipe.</returns>
    public static bool IsOne(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.IndexOf(':');
        return colon > 1 && (CameraProtocols.Find(text[..colon]) is not null || text[..colon].Equals(UsbScheme, StringComparison.OrdinalIgnoreCase) || text[..colon].EndsWith(PipeSuffix, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Reads an address.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">The sensor where the address does not tell it; null for 128x128.</param>
    /// <returns>The address.</returns>
    /// <exception cref="CameraException">The text is none.</exception>
    public static CameraAddress Parse(string text, SensorSize? size = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.IndexOf(':');
        string scheme = colon > 0 ? text[..colon].ToLowerInvariant() : string.Empty;
        if (scheme.EndsWith(PipeSuffix, StringComparison.Ordinal))
        {
            string format = scheme[..^PipeSuffix.Length];
            return Recording.FormatNames.Contains(format) && colon + 1 < text.Length
                ? new CameraAddress(scheme, text[(colon + 1)..], 0, size ?? SensorSize.Dvs128)
                : throw Fault(text, $"FORMAT-pipe:PATH with a format of {string.Join(", ", Recording.FormatNames)}");
        }

        if (scheme == UsbScheme)
        {
            return Usb(text, text[(colon + 1)..].TrimStart('/'));
        }

        if (CameraProtocols.Find(scheme) is not { } protocol)
        {
            throw Fault(text, $"one of {string.Join(", ", CameraProtocols.All.Select(p => p.Name + "://"))}, usb:MODEL or FORMAT-pipe:PATH");
        }

        string rest = text[(colon + 1)..].TrimStart('/');
        string[] parts = rest.Split('?', 2);
        (string host, int port) = HostAndPort(text, parts[0], protocol);
        var address = new CameraAddress(scheme, host, port, size ?? SensorSize.Dvs128);
        return parts.Length == 1 ? address : address.With(text, parts[1]);
    }

    /// <summary>Makes a source of the address.</summary>
    /// <returns>The source; nothing is connected yet.</returns>
    /// <exception cref="CameraException">The host has no address; USB: the library libcaer is not there.</exception>
    public ICameraSource CreateSource()
    {
        if (Scheme == UsbScheme)
        {
            return new UsbSource(ToString(), UsbModel.Find(Host)!, Serial, CaerLibrary.Load(ToString()));
        }

        if (CameraProtocols.Find(Scheme) is not { } protocol)
        {
            return new PipeSource(ToString(), Host, Size, Scheme[..^PipeSuffix.Length]);
        }

        EndPoint endpoint = protocol.IsDatagram ? ResolveEndpoint() : new DnsEndPoint(Host, Port);
        return protocol.Source(this, endpoint);
    }

    /// <summary>Finds the numbers behind the host's name.</summary>
    /// <returns>Address and port.</returns>
    /// <exception cref="CameraException">The name is not known.</exception>
    public IPEndPoint ResolveEndpoint()
    {
        try
        {
            IPAddress address = IPAddress.TryParse(Host, out IPAddress? literal) ? literal : Dns.GetHostAddresses(Host)[0];
            return new IPEndPoint(address, Port);
        }
        catch (SocketException e)
        {
            throw new CameraException(ToString(), "the name of a host", $"'{Host}' ({e.Message})", "Give the host's number, as 127.0.0.1.", e);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Port == 0 ? $"{Scheme}:{Host}" : $"{Scheme}://{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}";

    private static CameraAddress Usb(string text, string rest)
    {
        string[] parts = rest.Split('?', 2);
        if (UsbModel.Find(parts[0]) is not { } model)
        {
            throw new CameraException(text, $"usb: and one of {string.Join(", ", UsbModel.All.Select(m => m.Name))}", $"'{parts[0]}'", "Example: usb:davis346.");
        }

        var address = new CameraAddress(UsbScheme, model.Name, 0, model.Size);
        return parts.Length == 1 ? address
            : parts[1].Split('=') is ["serial", { Length: > 0 } serial] ? address with { Serial = serial }
            : throw new CameraException(text, "serial=NUMBER behind the question mark", $"'{parts[1]}'", "Example: usb:davis346?serial=00000123.");
    }

    private static (string Host, int Port) HostAndPort(string text, string place, CameraProtocol protocol)
    {
        place = place.TrimEnd('/');
        int colon = place.LastIndexOf(':');
        bool hasPort = colon >= 0 && !place.EndsWith(']');
        string host = hasPort ? place[..colon] : place;
        host = host.Trim('[', ']');
        int port = protocol.Port;
        if (hasPort && !(int.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535))
        {
            throw Fault(text, "a port from 1 to 65535 behind the colon");
        }

        return (host.Length == 0 ? (protocol.IsDatagram ? "0.0.0.0" : "127.0.0.1") : host, port);
    }

    private static CameraException Fault(string text, string expected) =>
        new(text, expected, "something else", "Example: caer-tcp://127.0.0.1:7777.");

    private CameraAddress With(string text, string query)
    {
        CameraAddress address = this;
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            address = pair.Split('=') switch
            {
                ["size", var value] when SensorSize.TryParse(value, out SensorSize told) => address with { Size = told },
                ["chip", var value] when value.StartsWith("davis", StringComparison.OrdinalIgnoreCase) => address with { IsDavis = true },
                ["chip", var value] when value.Equals("dvs128", StringComparison.OrdinalIgnoreCase) => address with { IsDavis = false },
                ["sequence", "on"] => address with { IsNumbered = true },
                ["sequence", "off"] => address with { IsNumbered = false },
                _ => throw Fault(text, "size=WxH, chip=dvs128, chip=davis, sequence=on or sequence=off behind the question mark"),
            };
        }

        return address;
    }
}
