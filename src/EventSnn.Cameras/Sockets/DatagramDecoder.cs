using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;

namespace EventSnn.Cameras.Sockets;

/// <summary>Decodes the datagrams of one protocol. Keeps what must be kept between datagrams (wraps of the clock).</summary>
/// <param name="size">The sensor, for protocols whose origin is not top-left.</param>
internal abstract class DatagramDecoder(SensorSize size)
{
    /// <summary>The sensor.</summary>
    protected SensorSize Size { get; } = size;

    /// <summary>The most events that a datagram of so many bytes can hold.</summary>
    public abstract int MostEvents(int bytes);

    /// <summary>Checks a datagram and reads what stands before its events.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="head">What it tells.</param>
    /// <returns>Null where it is one; else what is wrong with it, as a noun phrase.</returns>
    public abstract string? Check(ReadOnlySpan<byte> datagram, out DatagramHead head);

    /// <summary>Decodes the events of a datagram that was checked.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="to">Columns with room for <see cref="MostEvents"/>.</param>
    /// <param name="skipped">Pixel-event records that are marked invalid.</param>
    /// <returns>Events written; -1 where the body turned out to be damaged.</returns>
    public abstract int Decode(ReadOnlySpan<byte> datagram, EventColumns to, out int skipped);
}
