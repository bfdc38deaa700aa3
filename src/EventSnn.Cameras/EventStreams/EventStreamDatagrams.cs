using System.Buffers.Binary;
using EventSnn.Cameras.Sockets;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.EventStreams;

namespace EventSnn.Cameras.EventStreams;

/// <summary>Event Stream over UDP: the absolute time of 64 bits, then DVS records of Event Stream 2. Nothing is numbered.</summary>
internal sealed class EventStreamDatagrams(SensorSize size) : DatagramDecoder(size)
{
    /// <summary>Bytes of the absolute time.</summary>
    public const int HeadSize = 8;

    private const long MaximumTime = 1L << 62;

    /// <inheritdoc/>
    public override int MostEvents(int bytes) => bytes / EventStreamRecords.Size;

    /// <inheritdoc/>
    public override string? Check(ReadOnlySpan<byte> datagram, out DatagramHead head)
    {
        head = default;
        return datagram.Length < HeadSize ? $"{datagram.Length} bytes where a time of 8 bytes should be"
            : BinaryPrimitives.ReadUInt64LittleEndian(datagram) > (ulong)MaximumTime ? "a time beyond 2^62 us" : null;
    }

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> datagram, EventColumns to, out int skipped)
    {
        long time = BinaryPrimitives.ReadInt64LittleEndian(datagram);
        ReadOnlySpan<byte> records = datagram[HeadSize..];
        skipped = 0;
        int written = EventStreamRecords.DecodeDvs(records, to, Size.Height - 1, ref time, out int consumed, out _);
        return consumed == records.Length ? written : -1;
    }
}
