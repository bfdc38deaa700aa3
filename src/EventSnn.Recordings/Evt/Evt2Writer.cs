using System.Buffers.Binary;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Evt;

/// <summary>Writes EVT 2.</summary>
internal sealed class Evt2Writer(RecordingTarget target) : EvtWriter(target, "2.0", new HighTime(28, 6))
{
    /// <inheritdoc/>
    public override string Format => "evt2";

    /// <inheritdoc/>
    private protected override void Encode(EventBatch batch)
    {
        RequireCoordinates(batch);
        for (int i = 0; i < batch.Count; i++)
        {
            long t = batch.Timestamps[i];
            ReachTime(t);
            WriteWord(((uint)batch.Polarities[i] << 28) | ((uint)(t & 0x3F) << 22) | ((uint)batch.X[i] << 11) | batch.Y[i]);
        }
    }

    /// <inheritdoc/>
    private protected override void WriteTimeHigh(uint payload) => WriteWord((8u << 28) | payload);

    private void WriteWord(uint word)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Sink.GetSpan(4), word);
        Sink.Advance(4);
    }
}
