using EventSnn.Cameras.Sockets;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Aedat3;

namespace EventSnn.Cameras.Caer;

/// <summary>cAER over UDP: every datagram is a header and whole AEDAT 3.1 packets.</summary>
internal sealed class CaerDatagrams(SensorSize size) : DatagramDecoder(size)
{
    /// <inheritdoc/>
    public override int MostEvents(int bytes) => bytes / CaerPackets.RecordSize;

    /// <inheritdoc/>
    public override string? Check(ReadOnlySpan<byte> datagram, out DatagramHead head)
    {
        string? fault = CaerHeader.Check(datagram, out long number);
        long? reset = null;
        ReadOnlySpan<byte> rest = fault is null ? datagram[CaerHeader.Size..] : default;
        while (fault is null && !rest.IsEmpty)
        {
            if (!CaerPackets.TryRead(rest, out Aedat3PacketHeader packet))
            {
                fault = "a packet that does not end within its datagram";
                break;
            }

            reset ??= CaerPackets.IsSpecial(packet) ? CaerPackets.FindReset(CaerPackets.Records(rest, packet), packet.Overflow) : null;
            rest = rest[(Aedat3PacketHeader.Size + (int)packet.DataLength)..];
        }

        head = new DatagramHead(number, ResetAt: reset);
        return fault;
    }

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> datagram, EventColumns to, out int skipped)
    {
        skipped = 0;
        int written = 0;
        for (ReadOnlySpan<byte> rest = datagram[CaerHeader.Size..]; !rest.IsEmpty;)
        {
            _ = CaerPackets.TryRead(rest, out Aedat3PacketHeader packet);
            if (CaerPackets.IsPolarity(packet))
            {
                var free = new EventColumns(to.Timestamps[written..], to.X[written..], to.Y[written..], to.Polarities[written..]);
                int n = CaerPackets.Decode(CaerPackets.Records(rest, packet), packet.Overflow, free, out int consumed);
                written += n;
                skipped += consumed - n;
            }

            rest = rest[(Aedat3PacketHeader.Size + (int)packet.DataLength)..];
        }

        return written;
    }
}
