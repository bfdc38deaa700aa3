using System.Buffers.Binary;
using System.Text;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Records;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Dat;

/// <summary>Writes Prophesee DAT version 2: 32-bit times, coordinates up to 16383.</summary>
internal sealed class DatWriter : RecordingWriter
{
    private const int MaximumCoordinate = 0x3FFF;
    private TimeUnwrapper unwrapper;

    public DatWriter(RecordingTarget target)
        : base(target)
    {
        StringBuilder header = new("% Data file containing CD events.\n% Version 2\n");
        if (Options.Size is { } size)
        {
            header.Append($"% Height {size.Height}\n% Width {size.Width}\n");
        }

        Sink.Write(Encoding.ASCII.GetBytes(header.ToString()));
        Sink.Write([0x0C, 8]);
    }

    /// <inheritdoc/>
    public override string Format => "dat";

    /// <inheritdoc/>
    private protected override void Encode(EventBatch batch)
    {
        RequireCoordinates(batch, MaximumCoordinate, MaximumCoordinate);
        for (int i = 0; i < batch.Count; i++)
        {
            long t = batch.Timestamps[i];
            if (unwrapper.ReadBack(t) != t)
            {
                throw Target.Refuse(
                    "times that begin below 2^32 us and step by less than 2^31 us, which is what 32-bit times can tell", $"{t} us",
                    "Shift the recording to begin at zero with --time-origin first; put a recording with large steps back in order with --sort.");
            }

            Span<byte> record = Sink.GetSpan(8);
            BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)t);
            BinaryPrimitives.WriteUInt32LittleEndian(record[4..], batch.X[i] | ((uint)batch.Y[i] << 14) | ((uint)batch.Polarities[i] << 28));
            Sink.Advance(8);
        }
    }
}
