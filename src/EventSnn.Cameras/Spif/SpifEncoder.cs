using System.Buffers.Binary;
using EventSnn.Cameras.Senders;
using EventSnn.Events.Batches;

namespace EventSnn.Cameras.Spif;

/// <summary>Writes SPIF datagrams of at most 512 bytes, every event with the low 32 bits of its time.</summary>
internal sealed class SpifEncoder() : EventEncoder(MostEvents * 8)
{
    private const int MostEvents = 64;

    /// <inheritdoc/>
    public override byte[] Opening => [];

    /// <inheritdoc/>
    private protected override int Encode(EventBatch batch, int start, Span<byte> target, out int taken)
    {
        Require(batch, start, 0x7FFF, 0x7FFF, long.MaxValue);
        taken = Math.Min(batch.Count - start, MostEvents);
        for (int i = 0; i < taken; i++)
        {
            uint word = ((uint)batch.X[start + i] << 16) | ((uint)batch.Polarities[start + i] << 15) | batch.Y[start + i];
            BinaryPrimitives.WriteUInt32LittleEndian(target[(i * 8)..], word);
            BinaryPrimitives.WriteUInt32LittleEndian(target[((i * 8) + 4)..], (uint)batch.Timestamps[start + i]);
        }

        return taken * 8;
    }
}
