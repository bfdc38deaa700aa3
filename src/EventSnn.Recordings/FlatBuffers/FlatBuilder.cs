using System.Buffers.Binary;
using System.Text;

namespace EventSnn.Recordings.FlatBuffers;

/// <summary>Builds a FlatBuffer back to front, as the format's own builders do. Offsets count from the end of the buffer.</summary>
internal sealed class FlatBuilder
{
    private byte[] bytes = new byte[1024];
    private int head = 1024;
    private int largestAlignment = 1;
    private int[] fields = [];
    private int tableStart;

    private int Offset => bytes.Length - head;

    /// <summary>Writes a string.</summary>
    /// <returns>Its offset.</returns>
    public int Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Prepare(4, utf8.Length + 1);
        Take(utf8.Length + 1).Clear();
        utf8.CopyTo(bytes.AsSpan(head));
        return PutLength(utf8.Length);
    }

    /// <summary>Writes a vector of tables or strings.</summary>
    /// <returns>Its offset.</returns>
    public int OffsetVector(params ReadOnlySpan<int> offsets)
    {
        Prepare(4, 4 * offsets.Length);
        for (int i = offsets.Length - 1; i >= 0; i--)
        {
            PutOffset(offsets[i]);
        }

        return PutLength(offsets.Length);
    }

    /// <summary>Writes a vector of structures made of 64-bit numbers.</summary>
    /// <param name="numbers">All numbers of all structures in order.</param>
    /// <param name="perStructure">Numbers in one structure.</param>
    /// <returns>Its offset.</returns>
    public int StructVector(ReadOnlySpan<long> numbers, int perStructure)
    {
        Prepare(4, 8 * numbers.Length);
        Prepare(8, 8 * numbers.Length);
        for (int i = numbers.Length - 1; i >= 0; i--)
        {
            BinaryPrimitives.WriteInt64LittleEndian(Take(8), numbers[i]);
        }

        return PutLength(numbers.Length / perStructure);
    }

    /// <summary>Begins a table.</summary>
    /// <param name="count">How many fields it can have.</param>
    public void StartTable(int count)
    {
        fields = new int[count];
        tableStart = Offset;
    }

    /// <summary>Adds a field of 8 bits.</summary>
    public void Add(int field, byte value)
    {
        Prepare(1, 0);
        Take(1)[0] = value;
        fields[field] = Offset;
    }

    /// <summary>Adds a field of 16 bits.</summary>
    public void Add(int field, short value)
    {
        Prepare(2, 0);
        BinaryPrimitives.WriteInt16LittleEndian(Take(2), value);
        fields[field] = Offset;
    }

    /// <summary>Adds a field of 32 bits.</summary>
    public void Add(int field, int value)
    {
        Prepare(4, 0);
        BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);
        fields[field] = Offset;
    }

    /// <summary>Adds a field of 64 bits.</summary>
    public void Add(int field, long value)
    {
        Prepare(8, 0);
        BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);
        fields[field] = Offset;
    }

    /// <summary>Adds a field that refers to a table, string or vector.</summary>
    public void AddReference(int field, int offset)
    {
        Prepare(4, 0);
        PutOffset(offset);
        fields[field] = Offset;
    }

    /// <summary>Ends the table.</summary>
    /// <returns>Its offset.</returns>
    public int EndTable()
    {
        Prepare(4, 0);
        Take(4).Clear();
        int table = Offset;
        for (int i = fields.Length - 1; i >= 0; i--)
        {
            BinaryPrimitives.WriteInt16LittleEndian(Take(2), (short)(fields[i] == 0 ? 0 : table - fields[i]));
        }

        BinaryPrimitives.WriteInt16LittleEndian(Take(2), (short)(table - tableStart));
        BinaryPrimitives.WriteInt16LittleEndian(Take(2), (short)(4 + (2 * fields.Length)));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(bytes.Length - table), Offset - table);
        return table;
    }

    /// <summary>Ends the buffer.</summary>
    /// <param name="root">Offset of the root table.</param>
    /// <returns>The bytes.</returns>
    public byte[] Finish(int root)
    {
        Prepare(Math.Max(largestAlignment, 8), 4);
        PutOffset(root);
        return bytes[head..];
    }

    private int PutLength(int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Take(4), length);
        return Offset;
    }

    private void PutOffset(int offset)
    {
        Span<byte> place = Take(4);
        BinaryPrimitives.WriteInt32LittleEndian(place, Offset - offset);
    }

    /// <summary>Pads so that, after <paramref name="more"/> bytes, a value of <paramref name="size"/> bytes lies at a multiple of its size.</summary>
    private void Prepare(int size, int more)
    {
        largestAlignment = Math.Max(largestAlignment, size);
        int padding = -(Offset + more) & (size - 1);
        Take(padding).Clear();
    }

    private Span<byte> Take(int count)
    {
        if (head < count)
        {
            int used = Offset;
            byte[] larger = new byte[Math.Max(2 * bytes.Length, used + count)];
            Buffer.BlockCopy(bytes, head, larger, larger.Length - used, used);
            bytes = larger;
            head = larger.Length - used;
        }

        head -= count;
        return bytes.AsSpan(head, count);
    }
}
