using System.Buffers.Text;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Formats;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;

namespace EventSnn.Recordings.Csv;

/// <summary>Reads text with one event per line. Decimal times are converted digit by digit, so that no rounding creeps in.</summary>
internal sealed class CsvReader : RecordingReader
{
    private const int MaximumLine = 64 * 1024;
    private readonly CsvShape shape;
    private int toSkip;

    public CsvReader(RecordingSource source)
        : base(source)
    {
        source.Window.Fill(4096);
        ReadOnlySpan<byte> prefix = source.Window.Available;
        prefix = prefix[..Math.Min(prefix.Length, 4096)];
        shape = CsvShape.Find(prefix) ?? throw source.Error(
            0, "text with the columns t, x, y and p (with a heading, or told by their values)", ContentGuess.Describe(prefix),
            "Give the columns a heading such as t,x,y,p (t in microseconds) or t_s,x,y,p (seconds).");
        toSkip = shape.SkipLines;
    }

    /// <inheritdoc/>
    public override string Format => "csv";

    /// <inheritdoc/>
    public override string FormatDetail => $"csv, time in {shape.Unit.ToString().ToLowerInvariant()}, columns t {shape.T + 1}, x {shape.X + 1}, y {shape.Y + 1}, p {shape.P + 1}";

    /// <inheritdoc/>
    private protected override SensorSize? FileSize => shape.Size;

    /// <inheritdoc/>
    private protected override bool Decode(EventBatch batch)
    {
        while (batch.Free > 0 && !MustEndBatch)
        {
            ReadOnlySpan<byte> bytes = Window.Available;
            int end = bytes.IndexOf((byte)'\n');
            if (end < 0)
            {
                if (bytes.Length > MaximumLine)
                {
                    Damage(Window.Position, "lines of text", $"{bytes.Length} bytes without a line end (the rest is not read)");
                    return false;
                }

                if (Window.Fill(bytes.Length + 1))
                {
                    continue;
                }

                bytes = Window.Available;
                if (bytes.IsEmpty)
                {
                    return false;
                }

                TakeLine(bytes, batch);
                Window.Consume(bytes.Length);
                return false;
            }

            TakeLine(bytes[..end], batch);
            Window.Consume(end + 1);
        }

        return true;
    }

    /// <inheritdoc/>
    private protected override void CarryState(ReaderState state)
    {
        base.CarryState(state);
        state.Carry(ref toSkip);
    }

    private void TakeLine(ReadOnlySpan<byte> line, EventBatch batch)
    {
        line = line.Trim(" \t\r"u8);
        if (toSkip > 0)
        {
            toSkip--;
            return;
        }

        if (line.IsEmpty || line[0] is (byte)'#' or (byte)'%')
        {
            return;
        }

        long t = 0;
        long x = -1;
        long y = -1;
        int p = -1;
        int column = 0;
        bool good = true;
        ReadOnlySpan<byte> rest = line;
        while (good && !rest.IsEmpty)
        {
            ReadOnlySpan<byte> field = NextField(ref rest);
            good = column == shape.T ? DecimalTime.TryParse(field, shape.Unit, out t)
                : column == shape.X ? TryCoordinate(field, out x)
                : column == shape.Y ? TryCoordinate(field, out y)
                : column != shape.P || TryPolarity(field, out p);
            column++;
        }

        if (!good || column <= Math.Max(Math.Max(shape.T, shape.P), Math.Max(shape.X, shape.Y)))
        {
            Damage(Window.Position, "an event (t, x, y, p)", $"'{System.Text.Encoding.Latin1.GetString(line[..Math.Min(line.Length, 60)])}'");
            Skip(SkipReason.Damaged, 1);
            return;
        }

        batch.Add(t, (int)x, (int)y, p);
    }

    private ReadOnlySpan<byte> NextField(ref ReadOnlySpan<byte> rest)
    {
        bool blanks = shape.Separator == ' ';
        int end = blanks ? rest.IndexOfAny((byte)' ', (byte)'\t') : rest.IndexOf((byte)shape.Separator);
        ReadOnlySpan<byte> field = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        if (blanks)
        {
            rest = rest.TrimStart(" \t"u8);
        }

        return field.Trim(" \t"u8);
    }

    private static bool TryCoordinate(ReadOnlySpan<byte> field, out long value)
    {
        if (Utf8Parser.TryParse(field, out value, out int used) && value is >= 0 and <= ushort.MaxValue)
        {
            // Some writers print whole numbers as 12.0.
            ReadOnlySpan<byte> fraction = field[used..];
            return fraction.IsEmpty || (fraction[0] == '.' && fraction[1..].IndexOfAnyExcept((byte)'0') < 0);
        }

        return false;
    }

    private static bool TryPolarity(ReadOnlySpan<byte> field, out int polarity)
    {
        bool on = field.SequenceEqual("1"u8) || field.SequenceEqual("+1"u8) || field.SequenceEqual("1.0"u8)
            || field.SequenceEqual("True"u8) || field.SequenceEqual("true"u8) || field.SequenceEqual("ON"u8);
        bool off = field.SequenceEqual("0"u8) || field.SequenceEqual("-1"u8) || field.SequenceEqual("0.0"u8) || field.SequenceEqual("-1.0"u8)
            || field.SequenceEqual("False"u8) || field.SequenceEqual("false"u8) || field.SequenceEqual("OFF"u8);
        polarity = on ? 1 : 0;
        return on || off;
    }
}
