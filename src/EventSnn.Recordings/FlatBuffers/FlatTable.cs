using System.Buffers.Binary;
using System.Text;
using EventSnn.Recordings.Compression;

namespace EventSnn.Recordings.FlatBuffers;

/// <summary>One table of a FlatBuffer, read with every offset checked; a damaged buffer gives a <see cref="CompressedDataException"/>, nothing else.</summary>
internal readonly ref struct FlatTable
{
    private readonly ReadOnlySpan<byte> buffer;
    private readonly int table;
    private readonly int vtable;
    private readonly int vtableLength;

    /// <summary>Opens the table at a place.</summary>
    /// <param name="buffer">The buffer, without its size prefix.</param>
    /// <param name="table">Offset of the table.</param>
    public FlatTable(ReadOnlySpan<byte> buffer, long table)
    {
        this.buffer = buffer;
        this.table = Place(buffer, table, 4);
        long at = this.table - (long)BinaryPrimitives.ReadInt32LittleEndian(buffer[this.table..]);
        vtable = Place(buffer, at, 4);
        vtableLength = BinaryPrimitives.ReadUInt16LittleEndian(buffer[vtable..]);
        Place(buffer, vtable, vtableLength);
    }

    /// <summary>Opens the root table of a buffer.</summary>
    /// <param name="buffer">The buffer, without its size prefix.</param>
    public static FlatTable Root(ReadOnlySpan<byte> buffer)
    {
        Place(buffer, 0, 8);
        return new FlatTable(buffer, BinaryPrimitives.ReadUInt32LittleEndian(buffer));
    }

    /// <summary>An unsigned 8-bit number.</summary>
    public byte UInt8(int field, byte absent) => Field(field, 1) is var at and > 0 ? buffer[at] : absent;

    /// <summary>A 16-bit number.</summary>
    public short Int16(int field, short absent) => Field(field, 2) is var at and > 0 ? BinaryPrimitives.ReadInt16LittleEndian(buffer[at..]) : absent;

    /// <summary>A table that this one refers to.</summary>
    /// <exception cref="CompressedDataException">There is none.</exception>
    public FlatTable Table(int field)
    {
        int at = Field(field, 4);
        return at == 0
            ? throw new CompressedDataException($"a FlatBuffer table without its field {field}")
            : new FlatTable(buffer, at + (long)BinaryPrimitives.ReadUInt32LittleEndian(buffer[at..]));
    }

    /// <summary>Whether a field is there.</summary>
    public bool Has(int field) => Field(field, 1) != 0;

    /// <summary>A 32-bit number.</summary>
    public int Int32(int field, int absent) => Field(field, 4) is var at and > 0 ? BinaryPrimitives.ReadInt32LittleEndian(buffer[at..]) : absent;

    /// <summary>A 64-bit number.</summary>
    public long Int64(int field, long absent) => Field(field, 8) is var at and > 0 ? BinaryPrimitives.ReadInt64LittleEndian(buffer[at..]) : absent;

    /// <summary>Offset of an inline structure in the buffer; 0 where absent.</summary>
    public int Struct(int field, int size) => Field(field, size);

    /// <summary>A string; empty where absent.</summary>
    public string Text(int field) => Encoding.UTF8.GetString(Vector(field, 1, out _));

    /// <summary>A vector of fixed-size elements.</summary>
    /// <param name="field">Index of the field.</param>
    /// <param name="elementSize">Bytes in an element.</param>
    /// <param name="start">Offset of its first element in the buffer.</param>
    /// <returns>Its elements; empty where absent.</returns>
    public ReadOnlySpan<byte> Vector(int field, int elementSize, out int start)
    {
        start = 0;
        int at = Field(field, 4);
        if (at == 0)
        {
            return [];
        }

        int vector = Place(buffer, at + (long)BinaryPrimitives.ReadUInt32LittleEndian(buffer[at..]), 4);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(buffer[vector..]) * (long)elementSize;
        start = vector + 4;
        Place(buffer, start, length);
        return buffer.Slice(start, (int)length);
    }

    private static int Place(ReadOnlySpan<byte> buffer, long at, long length)
    {
        if (at < 0 || length < 0 || at + length > buffer.Length)
        {
            throw new CompressedDataException($"a FlatBuffer of {buffer.Length} bytes with {length} bytes at {at}");
        }

        return (int)at;
    }

    private int Field(int index, int size)
    {
        int slot = 4 + (2 * index);
        if (slot + 2 > vtableLength)
        {
            return 0;
        }

        int offset = BinaryPrimitives.ReadUInt16LittleEndian(buffer[(vtable + slot)..]);
        return offset == 0 ? 0 : Place(buffer, table + (long)offset, size);
    }
}
