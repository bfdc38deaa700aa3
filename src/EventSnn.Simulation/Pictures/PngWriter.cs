using System.Buffers.Binary;
using System.IO.Compression;

namespace EventSnn.Simulation.Pictures;

/// <summary>Writes PNG files (8 bits, grey or RGB, not interlaced).</summary>
public static class PngWriter
{
    private static readonly uint[] CrcTable = MakeTable();

    /// <summary>Writes a picture.</summary>
    /// <param name="path">The file; replaced where it exists.</param>
    /// <param name="picture">The picture.</param>
    public static void Write(string path, Picture picture)
    {
        using FileStream file = File.Create(path);
        Write(file, picture);
    }

    /// <summary>Writes a picture.</summary>
    /// <param name="stream">Where it goes; stays open.</param>
    /// <param name="picture">The picture.</param>
    public static void Write(Stream stream, Picture picture)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(picture);
        stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Size.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], picture.Size.Height);
        header[8] = 8;
        header[9] = (byte)(picture.Channels == 1 ? 0 : 2);
        header[10..].Clear();
        Chunk(stream, "IHDR"u8, header);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            int row = picture.Size.Width * picture.Channels;
            for (int y = 0; y < picture.Size.Height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(picture.Samples, y * row, row);
            }
        }

        Chunk(stream, "IDAT"u8, packed.GetBuffer().AsSpan(0, (int)packed.Length));
        Chunk(stream, "IEND"u8, []);
    }

    internal static uint Crc(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in type)
        {
            crc = CrcTable[(crc ^ b) & 0xFF] ^ (crc >> 8);
        }

        foreach (byte b in data)
        {
            crc = CrcTable[(crc ^ b) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static void Chunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(type, data));
        stream.Write(number);
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint n = 0; n < 256; n++)
        {
            uint c = n;
            for (int k = 0; k < 8; k++)
            {
                c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
            }

            table[n] = c;
        }

        return table;
    }
}
