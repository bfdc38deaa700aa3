using System.Buffers.Binary;
using EventSnn.Cameras.Senders;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;

namespace EventSnn.Cameras.Jaer;

/// <summary>Writes jAER's AEUnicast datagrams of at most 1,500 bytes. Times are sent with their low 32 bits.</summary>
/// <param name="size">The sensor.</param>
/// <param name="isDavis">DAVIS addresses; else those of a DVS128.</param>
/// <param name="isNumbered">Whether datagrams begin with a number.</param>
internal sealed class JaerEncoder(SensorSize size, bool isDavis, bool isNumbered) : EventEncoder(4 + (MostEvents * 8))
{
    private const int MostEvents = 180;
    private int sequence;

    /// <inheritdoc/>
    public override byte[] Opening => [];

    /// <inheritdoc/>
    private protected override int Encode(EventBatch batch, int start, Span<byte> target, out int taken)
    {
        Require(batch, start, size.Width - 1, size.Height - 1, long.MaxValue);
        taken = Math.Min(batch.Count - start, MostEvents);
        int at = 0;
        if (isNumbered)
        {
            BinaryPrimitives.WriteInt32BigEndian(target, sequence++);
            at = 4;
        }

        for (int i = start; i < start + taken; i++, at += 8)
        {
            uint x = (uint)(size.Width - 1 - batch.X[i]);
            uint y = (uint)(size.Height - 1 - batch.Y[i]);
            uint p = batch.Polarities[i];
            uint address = isDavis ? (y << 22) | (x << 12) | (p << 11) : (y << 8) | (x << 1) | (p ^ 1);
            BinaryPrimitives.WriteUInt32BigEndian(target[at..], address);
            BinaryPrimitives.WriteUInt32BigEndian(target[(at + 4)..], (uint)batch.Timestamps[i]);
        }

        return at;
    }
}
