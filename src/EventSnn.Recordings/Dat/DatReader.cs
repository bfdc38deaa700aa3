using System.Globalization;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Records;

namespace EventSnn.Recordings.Dat;

/// <summary>Reads Prophesee DAT: a header of '%' lines, two bytes of event type and size, then records of 8 bytes.</summary>
internal sealed class DatReader : RecordReader
{
    private const int MaximumHeader = 1024 * 1024;
    private readonly int version = 2;
    private readonly SensorSize? size;

    public DatReader(RecordingSource source)
        : base(source)
    {
        int? width = null;
        int? height = null;
        int asked = 2;
        while (HeaderLine.Read(source, MaximumHeader, (byte)'%') is { } line)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 3 && int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                asked = words[1].Equals("Version", StringComparison.OrdinalIgnoreCase) ? number : asked;
                width = words[1].Equals("Width", StringComparison.OrdinalIgnoreCase) ? number : width;
                height = words[1].Equals("Height", StringComparison.OrdinalIgnoreCase) ? number : height;
            }
        }

        version = asked;
        size = width is >= 1 and <= 65536 && height is >= 1 and <= 65536 ? new SensorSize(width.Value, height.Value) : null;
        ReadOnlySpan<byte> kind = source.Window.FillSpan(2);
        if (kind.Length < 2)
        {
            throw source.Error(source.Window.Position, "the event type and size behind a DAT header", "the end of the file", "The file is cut; get it again.");
        }

        if (version is not (1 or 2))
        {
            throw source.Error(0, "DAT version 1 or 2", $"version {version}", "Convert the file to EVT or DAT 2 with the vendor's tools.");
        }

        if (kind[0] is not (0x00 or 0x0C) || kind[1] != 8)
        {
            string what = kind[0] switch { 0x0E => "external triggers", 0x28 => "optical flow", _ => "events" };
            throw source.Error(
                source.Window.Position, "pixel events (type 0x00 or 0x0C) of 8 bytes", $"{what} (type 0x{kind[0]:X2}) of {kind[1]} bytes",
                "This file holds no change events.");
        }

        source.Window.Consume(2);
    }

    /// <inheritdoc/>
    public override string Format => "dat";

    /// <inheritdoc/>
    public override string FormatDetail => $"dat, version {version}";

    /// <inheritdoc/>
    private protected override SensorSize? FileSize => size;

    /// <inheritdoc/>
    private protected override int DecodeRecords(ReadOnlySpan<byte> records, EventColumns to, long timeBase, out int consumed, out ColumnFacts facts) =>
        version == 1
            ? RecordDecoder.Decode<DatV1Layout>(records, to, timeBase, 0, 0, out consumed, out facts)
            : RecordDecoder.Decode<DatV2Layout>(records, to, timeBase, 0, 0, out consumed, out facts);
}
