using System.Buffers.Binary;
using System.IO.Compression;

namespace EventSnn.Cli.View;

/// <summary>Writes PNG, still or animated (APNG, which every browser shows).</summary>
public static class PngFile
{
    private static readonly uint[] CrcTable = MakeTable();

    /// <summary>Encodes one picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>The file's bytes.</returns>
    public static byte[] Encode(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using MemoryStream file = new();
        Begin(file, picture);
        Chunk(file, "IDAT"u8, Compressed(picture));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>Encodes a sequence of pictures of one size that repeats for ever.</summary>
    /// <param name="frames">At least one picture.</param>
    /// <param name="framesPerSecond">Speed.</param>
    /// <returns>The file's bytes.</returns>
    public static byte[] EncodeAnimation(IReadOnlyList<Picture> frames, int framesPerSecond)
    {
        ArgumentNullException.ThrowIfNull(frames);
        using MemoryStream file = new();
        Begin(file, frames[0]);
        byte[] control = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(control, frames.Count);
        Chunk(file, "acTL"u8, control);
        int sequence = 0;
        for (int i = 0; i < frames.Count; i++)
        {
            byte[] frame = new byte[26];
            BinaryPrimitives.WriteInt32BigEndian(frame, sequence++);
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), frames[i].Width);
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(8), frames[i].Height);
            BinaryPrimitives.WriteInt16BigEndian(frame.AsSpan(20), 1);
            BinaryPrimitives.WriteInt16BigEndian(frame.AsSpan(22), (short)framesPerSecond);
            Chunk(file, "fcTL"u8, frame);
            byte[] data = Compressed(frames[i]);
            if (i == 0)
            {
                Chunk(file, "IDAT"u8, data);
                continue;
            }

            byte[] numbered = new byte[4 + data.Length];
            BinaryPrimitives.WriteInt32BigEndian(numbered, sequence++);
            data.CopyTo(numbered, 4);
            Chunk(file, "fdAT"u8, numbered);
        }

        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Begin(MemoryStream file, Picture picture)
    {
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Height);
        header[8] = 8;
        header[9] = 2;
        Chunk(file, "IHDR"u8, header);
    }

    private static byte[] Compressed(Picture picture)
    {
        using MemoryStream data = new();
        using (ZLibStream zlib = new(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            int stride = 3 * picture.Width;
            for (int y = 0; y < picture.Height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(picture.Rgb, y * stride, stride);
            }
        }

        return data.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        uint crc = 0xFFFFFFFF;
        foreach (byte b in type)
        {
            crc = CrcTable[(crc ^ b) & 0xFF] ^ (crc >> 8);
        }

        foreach (byte b in data)
        {
            crc = CrcTable[(crc ^ b) & 0xFF] ^ (crc >> 8);
        }

        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        file.Write(number);
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
