using System.Buffers.Binary;
using System.Text;

namespace EventSnn.Recordings.Tests.Aedat3;

/// <summary>Builds AEDAT 3.1 content byte by byte, independent of the writer under test.</summary>
internal sealed class Aedat3Bytes
{
    private readonly List<byte> bytes = [];

    public Aedat3Bytes(string source = "DVS128") => bytes.AddRange(Encoding.ASCII.GetBytes($"#!AER-DAT3.1\r\n#Format: RAW\r\n#Source 1: {source}\r\n#!END-HEADER\r\n"));

    public int Length => bytes.Count;

    public static byte[] Polarity(int x, int y, int p, int t, int valid = 1)
    {
        byte[] record = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(record, ((uint)x << 17) | ((uint)y << 2) | ((uint)p << 1) | (uint)valid);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(4), t);
        return record;
    }

    public static byte[] Special(int kind, int t)
    {
        byte[] record = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(record, ((uint)kind << 1) | 1);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(4), t);
        return record;
    }

    public Aedat3Bytes Packet(int type, int eventSize, int overflow, int capacity, int number, params byte[][] records)
    {
        byte[] header = new byte[28];
        BinaryPrimitives.WriteInt16LittleEndian(header, (short)type);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(2), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), eventSize);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), 4);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), overflow);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), capacity);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(20), number);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), number);
        bytes.AddRange(header);
        foreach (byte[] record in records)
        {
            bytes.AddRange(record);
        }

        return this;
    }

    public Aedat3Bytes Polarities(int overflow, params byte[][] records) => Packet(1, 8, overflow, records.Length, records.Length, records);

    public byte[] ToArray() => bytes.ToArray();
}
