using System.Buffers.Binary;
using EventSnn.Cameras.Senders;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;

namespace EventSnn.Cameras.EventStreams;

/// <summary>Writes Event Stream datagrams of at most 1,472 bytes; a datagram ends where time steps back or is silent for long.</summary>
internal sealed class EventStreamEncoder(SensorSize size) : EventEncoder(Largest)
{
    private const int Largest = 1472;
    private const long LongestSilence = 127 * 4;

    /// <inheritdoc/>
    public override byte[] Opening => [];

    /// <inheritdoc/>
    private protected override int Encode(EventBatch batch, int start, Span<byte> target, out int taken)
    {
        Require(batch, start, ushort.MaxValue, size.Height - 1, 1L << 62);
        long time = batch.Timestamps[start];
        BinaryPrimitives.WriteInt64LittleEndian(target, time);
        int at = EventStreamDatagrams.HeadSize;
        int i = start;
        for (; i < batch.Count && at + 16 <= Largest; i++)
        {
            long step = batch.Timestamps[i] - time;
            if (step is < 0 or > LongestSilence)
            {
                break;
            }

            for (; step >= 127; step -= 127)
            {
                target[at++] = 0xFF;
            }

            target[at] = (byte)((step << 1) | batch.Polarities[i]);
            BinaryPrimitives.WriteUInt16LittleEndian(target[(at + 1)..], batch.X[i]);
            BinaryPrimitives.WriteUInt16LittleEndian(target[(at + 3)..], (ushort)(size.Height - 1 - batch.Y[i]));
            at += 5;
            time = batch.Timestamps[i];
        }

        taken = i - start;
        return at;
    }
}
