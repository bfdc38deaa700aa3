using System.Buffers.Binary;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;

namespace EventSnn.Recordings.Event40;

/// <summary>
/// Reads 40-bit events: x, y, then b7 of the third byte = polarity (1 = ON) and 23 bits of time, big-endian. A record with
/// y = 240 is no event: it adds 2^13 us to all later times.
/// </summary>
internal sealed class Event40Reader(RecordingSource source) : RecordingReader(source)
{
    internal const int RecordSize = 5;
    internal const int OverflowRow = 240;
    internal const int MaximumTime = 0x7FFFFF;
    private const int OverflowStep = 1 << 13;
    private long timeBase;

    /// <inheritdoc/>
    public override string Format => "bin";

    /// <inheritdoc/>
    internal override long? EventsLeftAtMost => (Window.ContentLength - Window.Position) / RecordSize;

    /// <inheritdoc/>
    private protected override bool Decode(EventBatch batch)
    {
        ReadOnlySpan<byte> bytes = Window.FillSpan(RecordSize);
        if (bytes.Length < RecordSize)
        {
            if (bytes.Length > 0)
            {
                Damage(Window.Position, "a record of 5 bytes", $"the end of the file after {bytes.Length} bytes of it");
                Skip(SkipReason.Damaged, 1);
            }

            return false;
        }

        EventColumns to = batch.GetFreeColumns();
        Span<long> t = to.Timestamps;
        Span<ushort> x = to.X;
        Span<ushort> y = to.Y;
        Span<byte> p = to.Polarities;
        int written = 0;
        int read = 0;
        int last = bytes.Length - RecordSize;
        long origin = timeBase;
        int overflows = 0;
        while (read <= last && written < t.Length)
        {
            uint time = BinaryPrimitives.ReadUInt32BigEndian(bytes[(read + 1)..]);
            int row = bytes[read + 1];
            t[written] = origin + (time & MaximumTime);
            x[written] = bytes[read];
            y[written] = (ushort)row;
            p[written] = (byte)((time >> 23) & 1);
            bool isEvent = row != OverflowRow;
            origin += isEvent ? 0 : OverflowStep;
            overflows += isEvent ? 0 : 1;
            written += isEvent ? 1 : 0;
            read += RecordSize;
        }

        timeBase = origin;
        Window.Consume(read);
        batch.Advance(written);
        if (overflows > 0)
        {
            CountOther("time overflow", overflows);
        }

        return true;
    }

    /// <inheritdoc/>
    private protected override void CarryState(ReaderState state)
    {
        base.CarryState(state);
        state.Carry(ref timeBase);
    }
}
