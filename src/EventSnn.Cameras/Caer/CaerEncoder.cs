using System.Buffers.Binary;
using EventSnn.Cameras.Senders;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Aedat3;

namespace EventSnn.Cameras.Caer;

/// <summary>Writes cAER packets: on TCP behind one header, on UDP with a numbered header each.</summary>
/// <param name="isDatagram">Whether every message carries the header.</param>
internal sealed class CaerEncoder(bool isDatagram) : EventEncoder(CaerHeader.Size + Aedat3PacketHeader.Size + (StreamEvents * 8))
{
    private const int DatagramPayload = 1472;
    private const int StreamEvents = 8192;
    private const long MaximumTime = ((long)int.MaxValue << 31) + int.MaxValue;
    private const int SpecialReset = 1;
    private readonly int most = isDatagram ? (DatagramPayload - CaerHeader.Size - Aedat3PacketHeader.Size) / 8 : StreamEvents;
    private long sequence;

    /// <inheritdoc/>
    public override byte[] Opening
    {
        get
        {
            if (isDatagram)
            {
                return [];
            }

            byte[] header = new byte[CaerHeader.Size];
            CaerHeader.Write(header, 0);
            return header;
        }
    }

    /// <inheritdoc/>
    private protected override int Encode(EventBatch batch, int start, Span<byte> target, out int taken)
    {
        Require(batch, start, 0x7FFF, 0x7FFF, MaximumTime);
        int head = Head(target);
        ReadOnlySpan<long> t = batch.Timestamps[start..];
        ReadOnlySpan<ushort> x = batch.X[start..];
        ReadOnlySpan<ushort> y = batch.Y[start..];
        ReadOnlySpan<byte> p = batch.Polarities[start..];
        int wraps = (int)(t[0] >> 31);
        Span<byte> records = target[(head + Aedat3PacketHeader.Size)..];
        int n = 0;
        for (; n < t.Length && n < most && (int)(t[n] >> 31) == wraps; n++)
        {
            ulong record = ((ulong)(t[n] & int.MaxValue) << 32) | ((uint)x[n] << 17) | ((uint)y[n] << 2) | ((uint)p[n] << 1) | 1u;
            BinaryPrimitives.WriteUInt64LittleEndian(records[(n * 8)..], record);
        }

        new Aedat3PacketHeader(1, 1, 8, 4, wraps, n, n, n).Write(target[head..]);
        taken = n;
        return head + Aedat3PacketHeader.Size + (n * 8);
    }

    /// <inheritdoc/>
    private protected override int Reset(long timestamp, Span<byte> target)
    {
        int head = Head(target);
        new Aedat3PacketHeader(0, 1, 8, 4, (int)(timestamp >> 31), 1, 1, 1).Write(target[head..]);
        Span<byte> record = target[(head + Aedat3PacketHeader.Size)..];
        BinaryPrimitives.WriteUInt32LittleEndian(record, 1u | (SpecialReset << 1));
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], (int)(timestamp & int.MaxValue));
        return head + Aedat3PacketHeader.Size + 8;
    }

    private int Head(Span<byte> target)
    {
        if (!isDatagram)
        {
            return 0;
        }

        CaerHeader.Write(target, sequence++);
        return CaerHeader.Size;
    }
}
