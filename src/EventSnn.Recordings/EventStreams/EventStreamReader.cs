using System.Buffers.Binary;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;

namespace EventSnn.Recordings.EventStreams;

/// <summary>
/// Reads Event Stream version 2. DVS: a byte (dt &lt;&lt; 1) | on, then x and y; 0xFF adds 127 us, 0xFE is reserved. ATIS: a byte
/// (dt &lt;&lt; 2) | (polarity &lt;&lt; 1) | exposure, then x and y; 0xFC | n adds 63 n us; exposure events are counted, not delivered.
/// The origin is lower-left: y = height - 1 - raw.
/// </summary>
internal sealed class EventStreamReader : RecordingReader
{
    private const int HeaderSize = 20;
    private const int RecordSize = 5;
    private const byte Dvs = 1;
    private const byte Atis = 2;
    private readonly byte type;
    private readonly SensorSize size;
    private readonly string version;
    private long time;

    public EventStreamReader(RecordingSource source)
        : base(source)
    {
        ReadOnlySpan<byte> header = source.Window.FillSpan(HeaderSize);
        int signature = EventStreamFormat.Signature.Length;
        if (!header.StartsWith(EventStreamFormat.Signature) || header.Length < signature + 4)
        {
            throw source.Error(0, "an Event Stream header", $"{header.Length} bytes that are none", "The file is cut or is another format.");
        }

        version = $"{header[signature]}.{header[signature + 1]}.{header[signature + 2]}";
        if (header[signature] != 2)
        {
            throw source.Error(signature, "Event Stream version 2", $"version {version}", "Convert the file with the tools that made it.");
        }

        type = header[signature + 3];
        if (type is not (Dvs or Atis))
        {
            string what = type switch { 0 => "generic data", 3 => "asynchronous multi-bit events", 4 => "colour events", _ => $"type {type}" };
            throw source.Error(signature + 3, "a stream of DVS (1) or ATIS (2) events", what, "Such a stream holds no polarity events.");
        }

        if (header.Length < HeaderSize)
        {
            throw source.Error(header.Length, "width and height", "the end of the file", "The file is cut; get it again.");
        }

        int width = BinaryPrimitives.ReadUInt16LittleEndian(header[16..]);
        int height = BinaryPrimitives.ReadUInt16LittleEndian(header[18..]);
        if (width == 0 || height == 0)
        {
            throw source.Error(16, "a width and height of at least 1", $"{width} x {height}", "The header is damaged.");
        }

        size = new SensorSize(width, height);
        source.Window.Consume(HeaderSize);
    }

    /// <inheritdoc/>
    public override string Format => "es";

    /// <inheritdoc/>
    public override string FormatDetail => $"es {version}, {(type == Dvs ? "DVS" : "ATIS")}";

    /// <inheritdoc/>
    private protected override SensorSize? FileSize => size;

    /// <inheritdoc/>
    private protected override bool Decode(EventBatch batch)
    {
        ReadOnlySpan<byte> bytes = Window.FillSpan(RecordSize);
        if (bytes.IsEmpty)
        {
            return false;
        }

        int consumed = 1;
        int all = 0;
        while (batch.Free > 0 && consumed > 0 && all < bytes.Length && !MustEndBatch)
        {
            EventColumns piece = NextPiece(batch);
            int written = type == Dvs ? DecodeDvs(bytes[all..], piece, out consumed) : DecodeAtis(bytes[all..], piece, out consumed);
            Advance(batch, piece, written);
            Window.Consume(consumed);
            all += consumed;
        }

        if (all == 0)
        {
            Damage(Window.Position, "a record of 5 bytes", $"the end of the file after {bytes.Length} bytes of it");
            Skip(SkipReason.Damaged, 1);
            return false;
        }

        return true;
    }

    /// <inheritdoc/>
    private protected override void CarryState(ReaderState state)
    {
        base.CarryState(state);
        state.Carry(ref time);
    }

    private int DecodeDvs(ReadOnlySpan<byte> bytes, EventColumns to, out int consumed)
    {
        int written = EventStreamRecords.DecodeDvs(bytes, to, size.Height - 1, ref time, out consumed, out long reserved);
        CountReserved(reserved);
        return written;
    }

    private int DecodeAtis(ReadOnlySpan<byte> bytes, EventColumns to, out int consumed)
    {
        int at = 0;
        int written = 0;
        long exposures = 0;
        int bottom = size.Height - 1;
        while (at < bytes.Length && written < to.Length)
        {
            byte head = bytes[at];
            if ((head & 0xFC) == 0xFC)
            {
                time += 63 * (head & 3);
                at++;
                continue;
            }

            if (at + RecordSize > bytes.Length)
            {
                break;
            }

            time += head >> 2;
            uint place = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 1)..]);
            at += RecordSize;
            to.Timestamps[written] = time;
            to.X[written] = (ushort)place;
            to.Y[written] = (ushort)(bottom - (int)(place >> 16));
            to.Polarities[written] = (byte)((head >> 1) & 1);
            written += (head & 1) == 0 ? 1 : 0;
            exposures += head & 1;
        }

        if (exposures > 0)
        {
            CountOther("exposure measurement", exposures);
        }

        consumed = at;
        return written;
    }

    private void CountReserved(long count)
    {
        if (count > 0)
        {
            CountOther("reserved byte", count);
        }
    }
}
