using System.Buffers.Binary;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.EventStreams;

/// <summary>Writes Event Stream 2.0.0 with DVS events: times never step back, and silence costs a byte per 127 us.</summary>
internal sealed class EventStreamWriter : RecordingWriter
{
    private const long MaximumSilence = 1L << 32;
    private readonly SensorSize size;
    private long time;

    public EventStreamWriter(RecordingTarget target)
        : base(target)
    {
        size = Options.Size ?? throw target.Refuse(
            "the sensor's size, because an Event Stream counts its rows from the bottom", "no size", "Give it with --size WxH.");
        if (size.Width > ushort.MaxValue || size.Height > ushort.MaxValue)
        {
            throw target.Refuse("a sensor of at most 65535x65535", $"{size}", "Cut out a region with --crop X,Y,W,H.");
        }

        Sink.Write(EventStreamFormat.Signature);
        Span<byte> rest = Sink.GetSpan(8);
        rest[0] = 2;
        rest[1] = 0;
        rest[2] = 0;
        rest[3] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(rest[4..], (ushort)size.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[6..], (ushort)size.Height);
        Sink.Advance(8);
    }

    /// <inheritdoc/>
    public override string Format => "es";

    /// <inheritdoc/>
    private protected override void Encode(EventBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            long t = batch.Timestamps[i];
            long step = t - time;
            if (step < 0)
            {
                throw Target.Refuse(
                    "times that never step back, from 0 on", time == 0 ? $"{t} us at the beginning" : $"{t} us behind {time} us",
                    time == 0 ? "Shift the recording to begin at zero with --time-origin first." : "Put the recording in order with --sort.");
            }

            if (step > MaximumSilence)
            {
                throw Target.Refuse(
                    $"silences of at most {MaximumSilence} us, for each 127 us cost a byte", $"{step} us up to the event at {t} us",
                    "Shift the recording to begin at zero with --time-origin first, or cut it with --from and --to.");
            }

            for (; step >= 127; step -= 127)
            {
                Sink.GetSpan(1)[0] = 0xFF;
                Sink.Advance(1);
            }

            Span<byte> record = Sink.GetSpan(5);
            record[0] = (byte)((step << 1) | batch.Polarities[i]);
            BinaryPrimitives.WriteUInt16LittleEndian(record[1..], batch.X[i]);
            BinaryPrimitives.WriteUInt16LittleEndian(record[3..], (ushort)(size.Height - 1 - batch.Y[i]));
            Sink.Advance(5);
            time = t;
        }
    }
}
