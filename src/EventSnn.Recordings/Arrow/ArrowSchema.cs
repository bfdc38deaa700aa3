using System.Buffers.Binary;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Compression;
using EventSnn.Recordings.FlatBuffers;

namespace EventSnn.Recordings.Arrow;

/// <summary>Where the four columns stand in an Arrow schema, and how they are stored.</summary>
/// <param name="Columns">Index in the schema of t, x, y, p.</param>
/// <param name="Types">Their types.</param>
/// <param name="FieldCount">All columns of the schema.</param>
/// <param name="BufferStarts">For each of the four, the index of its value buffer in a record batch.</param>
/// <param name="Size">The sensor, where the metadata tells it.</param>
internal sealed record ArrowSchema(int[] Columns, ColumnType[] Types, int FieldCount, int[] BufferStarts, SensorSize? Size)
{
    private const int TypeInt = 2;
    private const int TypeBool = 6;
    private const int TypeTimestamp = 10;
    private const int TypeDuration = 18;
    private const int TypeNull = 1;

    private static readonly string[][] Names =
    [
        ["t", "ts", "timestamp", "time"], ["x"], ["y"], ["p", "polarity", "on", "pol"],
    ];

    /// <summary>Reads a schema.</summary>
    /// <param name="buffer">The message's FlatBuffer.</param>
    /// <param name="schema">The schema table in it.</param>
    /// <exception cref="CompressedDataException">A column is missing or stored in an unsuited type.</exception>
    public static ArrowSchema Read(ReadOnlySpan<byte> buffer, FlatTable schema)
    {
        if (schema.Int16(0, 0) != 0)
        {
            throw new CompressedDataException("big-endian columns");
        }

        ReadOnlySpan<byte> fields = schema.Vector(1, 4, out int start);
        int[] columns = [-1, -1, -1, -1];
        var types = new ColumnType[4];
        int[] buffers = new int[4];
        int next = 0;
        for (int i = 0; i < fields.Length / 4; i++)
        {
            int at = start + (4 * i);
            FlatTable field = new(buffer, at + (long)BinaryPrimitives.ReadUInt32LittleEndian(buffer[at..]));
            string name = field.Text(0);
            int kind = field.UInt8(2, 0);
            int column = Array.FindIndex(Names, names => names.Contains(name, StringComparer.OrdinalIgnoreCase));
            if (column >= 0 && columns[column] < 0)
            {
                columns[column] = i;
                types[column] = Type(name, kind, field.Table(3), column == 0);
                buffers[column] = next + 1;
            }

            next += kind is TypeInt or TypeBool or TypeTimestamp or TypeDuration or 3 or 7 or 8 or 9 or 11 or 15 ? 2
                : kind is 4 or 5 or 19 or 20 ? 3
                : kind == TypeNull ? 0
                : columns.All(c => c >= 0) ? 0
                : throw new CompressedDataException($"a nested column '{name}' in front of t, x, y and p");
        }

        int missing = Array.IndexOf(columns, -1);
        return missing < 0
            ? new ArrowSchema(columns, types, fields.Length / 4, buffers, SizeIn(buffer, schema))
            : throw new CompressedDataException($"no column {Names[missing][0]}");
    }

    private static ColumnType Type(string name, int kind, FlatTable type, bool isTime) => kind switch
    {
        TypeInt when type.Int32(0, 0) is 8 or 16 or 32 or 64 => new ColumnType(type.Int32(0, 0), 1, 1, type.UInt8(1, 0) != 0),
        TypeBool when !isTime => new ColumnType(1, 1, 1, false),
        TypeTimestamp when isTime => Unit(type.Int16(0, 0)),
        TypeDuration when isTime => Unit(type.Int16(0, 1)),
        _ => throw new CompressedDataException($"column '{name}' of type {kind}, which is no whole number"),
    };

    private static ColumnType Unit(int unit) => unit switch
    {
        0 => new ColumnType(64, 1_000_000, 1, true),
        1 => new ColumnType(64, 1000, 1, true),
        2 => new ColumnType(64, 1, 1, true),
        _ => new ColumnType(64, 1, 1000, true),
    };

    private static SensorSize? SizeIn(ReadOnlySpan<byte> buffer, FlatTable schema)
    {
        ReadOnlySpan<byte> pairs = schema.Vector(2, 4, out int start);
        string width = string.Empty;
        string height = string.Empty;
        for (int i = 0; i < pairs.Length; i += 4)
        {
            FlatTable pair = new(buffer, start + i + (long)BinaryPrimitives.ReadUInt32LittleEndian(pairs[i..]));
            string key = pair.Text(0);
            width = key == "width" ? pair.Text(1) : width;
            height = key == "height" ? pair.Text(1) : height;
        }

        return SensorSize.TryParse($"{width}x{height}", out SensorSize size) ? size : null;
    }
}
