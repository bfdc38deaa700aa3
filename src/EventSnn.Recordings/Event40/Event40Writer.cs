using System.Buffers.Binary;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Event40;

/// <summary>Writes 40-bit events: times from 0 to 8.388607 s, x up to 255, y up to 255 but not 240, which marks an overflow.</summary>
internal sealed class Event40Writer(RecordingTarget target) : RecordingWriter(target)
{
    /// <inheritdoc/>
    public override string Format => "bin";

    /// <inheritdoc/>
    private protected override void Encode(EventBatch batch)
    {
        RequireCoordinates(batch, 255, 255);
        for (int i = 0; i < batch.Count; i++)
        {
            long t = batch.Timestamps[i];
            if (t is < 0 or > Event40Reader.MaximumTime)
            {
                throw Target.Refuse(
                    $"times from 0 to {Event40Reader.MaximumTime} us, which is what 40-bit events can hold", $"{t} us",
                    "Begin at zero with --time-origin first, and cut a longer recording with --from and --to.");
            }

            if (batch.Y[i] == Event40Reader.OverflowRow)
            {
                throw Target.Refuse(
                    "rows other than 240, which marks a time overflow in 40-bit events", "an event in row 240",
                    "Cut out a region with --crop X,Y,W,H, or write another format.");
            }

            Span<byte> record = Sink.GetSpan(Event40Reader.RecordSize);
            BinaryPrimitives.WriteUInt32BigEndian(record[1..], (uint)t | ((uint)batch.Polarities[i] << 23));
            record[0] = (byte)batch.X[i];
            record[1] = (byte)batch.Y[i];
            Sink.Advance(Event40Reader.RecordSize);
        }
    }
}
