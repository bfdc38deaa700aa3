using System.Net;
using EventSnn.Cameras.Caer;
using EventSnn.Cameras.Contract;
using EventSnn.Cameras.Dv;
using EventSnn.Cameras.EventStreams;
using EventSnn.Cameras.Jaer;
using EventSnn.Cameras.Raw;
using EventSnn.Cameras.Sockets;
using EventSnn.Cameras.Spif;
using EventSnn.Recordings;
using EventSnn.Recordings.Bytes;
using EventSnn.Recordings.Reading;

namespace EventSnn.Cameras.Protocols;

/// <summary>The protocols that cameras are reached by.</summary>
public static class CameraProtocols
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<CameraProtocol> All { get; } =
    [
        new("caer-tcp", false, 7777, "cAER, AEDAT 3.1 over TCP")
        {
            Source = (a, e) => new TcpSource(a.ToString(), e, a.Size, (stream, name) => OpenCaer(stream, name, a)),
            Encoder = _ => new CaerEncoder(isDatagram: false),
        },
        new("caer-udp", true, 8888, "cAER, AEDAT 3.1 over UDP")
        {
            Source = (a, e) => new UdpSource(a.ToString(), (IPEndPoint)e, a.Size, () => new CaerDatagrams(a.Size)),
            Encoder = _ => new CaerEncoder(isDatagram: true),
        },
        new("dv-tcp", false, 4040, "DV, AEDAT 4 over TCP with a header (dv-processing)")
        {
            Source = (a, e) => new TcpSource(a.ToString(), e, a.Size, (stream, name) => OpenLive(stream, name, "aedat4", a)),
            Encoder = a => new DvEncoder(a.Size, hasHeader: true),
        },
        new("dv-tcp-bare", false, 7777, "DV, AEDAT 4 packets over TCP without a header (older output module)")
        {
            Source = (a, e) => new TcpSource(a.ToString(), e, a.Size, (stream, name) => OpenLive(stream, name, "aedat4", a)),
            Encoder = a => new DvEncoder(a.Size, hasHeader: false),
        },
        new("jaer-udp", true, 8991, "jAER AEUnicast over UDP")
        {
            Source = (a, e) => new UdpSource(a.ToString(), (IPEndPoint)e, a.Size, () => new JaerDatagrams(a.Size, a.IsDavis, a.IsNumbered)),
            Encoder = a => new JaerEncoder(a.Size, a.IsDavis, a.IsNumbered),
        },
        new("spif-udp", true, 3333, "SPIF (SpiNNaker) over UDP")
        {
            Source = (a, e) => new UdpSource(a.ToString(), (IPEndPoint)e, a.Size, () => new SpifDatagrams(a.Size)),
            Encoder = _ => new SpifEncoder(),
        },
        new("es-udp", true, 3330, "Event Stream over UDP")
        {
            Source = (a, e) => new UdpSource(a.ToString(), (IPEndPoint)e, a.Size, () => new EventStreamDatagrams(a.Size)),
            Encoder = a => new EventStreamEncoder(a.Size),
        },
        new("evt2-tcp", false, 9001, "Prophesee RAW EVT 2 over TCP")
        {
            Source = (a, e) => new TcpSource(a.ToString(), e, a.Size, (stream, name) => OpenLive(stream, name, "evt2", a)),
            Encoder = a => new RecordingEncoder("evt2", a.Size),
        },
        new("evt3-tcp", false, 9001, "Prophesee RAW EVT 3 over TCP")
        {
            Source = (a, e) => new TcpSource(a.ToString(), e, a.Size, (stream, name) => OpenLive(stream, name, "evt3", a)),
            Encoder = a => new RecordingEncoder("evt3", a.Size),
        },
    ];

    /// <summary>Finds a protocol by its name.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The protocol; null where there is none of that name.</returns>
    public static CameraProtocol? Find(string name) => All.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static RecordingReader OpenLive(Stream stream, string name, string format, CameraAddress address) =>
        Recording.Open(stream, name, new ReadOptions { Format = format, Live = true, Size = address.Size });

    private static RecordingReader OpenCaer(Stream stream, string name, CameraAddress address)
    {
        byte[] header = new byte[CaerHeader.Size];
        int read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        return CaerHeader.Check(header.AsSpan(0, read), out _) is { } fault
            ? throw new CameraException(name, "a cAER server", fault, "Check that the port is cAER's TCP output, not another program's.")
            : OpenLive(new PrefixedStream(CaerHeader.FileHeader, stream, name), name, "aedat3.1", address);
    }
}
