using System.Buffers.Binary;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Aedat3;

/// <summary>
/// Writes AEDAT 3.1: polarity packets of 4096 events; a packet ends early where the overflow counter of the 31-bit time changes.
/// The bytes do not depend on how the events were split into batches.
/// </summary>
internal sealed class Aedat3Writer : RecordingWriter
{
    private const int PacketEvents = 4096;
    private const int MaximumCoordinate = 0x7FFF;
    private const long MaximumTime = ((long)int.MaxValue << 31) + int.MaxValue;
    private readonly byte[] packet = new byte[Aedat3PacketHeader.Size + (PacketEvents * 8)];
    private int count;
    private int overflow;

    public Aedat3Writer(RecordingTarget target)
        : base(target)
    {
        string camera = Options.Camera ?? (Options.Size is { Width: 128, Height: 128 } ? "DVS128" : "EventSnn");
        Sink.Write(Aedat3Header.Compose(camera));
    }

    /// <inheritdoc/>
    public override string Format => "aedat3.1";

    /// <inheritdoc/>
    private protected override void Encode(EventBatch batch)
    {
        RequireCoordinates(batch, MaximumCoordinate, MaximumCoordinate);
        ReadOnlySpan<long> times = batch.Timestamps;
        ReadOnlySpan<ushort> x = batch.X;
        ReadOnlySpan<ushort> y = batch.Y;
        ReadOnlySpan<byte> p = batch.Polarities;
        for (int i = 0; i < times.Length; i++)
        {
            long t = times[i];
            if ((ulong)t > MaximumTime)
            {
                throw Target.Refuse(
                    $"times from 0 to {MaximumTime} us, which is what AEDAT 3.1 can hold", $"{t} us",
                    "Shift the recording to begin at zero with --time-origin first.");
            }

            int wraps = (int)(t >> 31);
            if (count == PacketEvents || (count > 0 && wraps != overflow))
            {
                Flush();
            }

            overflow = wraps;
            Span<byte> record = packet.AsSpan(Aedat3PacketHeader.Size + (count * 8), 8);
            BinaryPrimitives.WriteUInt32LittleEndian(record, ((uint)x[i] << 17) | ((uint)y[i] << 2) | ((uint)p[i] << 1) | 1u);
            BinaryPrimitives.WriteInt32LittleEndian(record[4..], (int)(t & int.MaxValue));
            count++;
        }
    }

    /// <inheritdoc/>
    private protected override void EndPacket() => Flush();

    /// <inheritdoc/>
    private protected override void End() => Flush();

    private void Flush()
    {
        if (count == 0)
        {
            return;
        }

        new Aedat3PacketHeader(1, 1, 8, 4, overflow, count, count, count).Write(packet);
        Sink.Write(packet.AsSpan(0, Aedat3PacketHeader.Size + (count * 8)));
        count = 0;
    }
}
