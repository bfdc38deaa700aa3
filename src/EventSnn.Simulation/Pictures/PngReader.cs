using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using EventSnn.Events.Geometry;
using EventSnn.Recordings;

namespace EventSnn.Simulation.Pictures;

/// <summary>Reads PNG: grey, RGB and palette, with or without alpha (which is ignored), 1 to 16 bits, not interlaced.</summary>
internal static class PngReader
{
    public static Picture Read(byte[] bytes, string name)
    {
        int at = 8;
        SensorSize? size = null;
        int depth = 0, colour = 0;
        byte[] palette = [];
        using var packed = new MemoryStream();
        while (true)
        {
            if (bytes.Length - at < 12)
            {
                throw new RecordingException(name, at, "a PNG chunk", "the end of the file", "The file is cut.");
            }

            int length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            if (length < 0 || length > bytes.Length - at - 12)
            {
                throw new RecordingException(name, at, $"a PNG chunk that fits into the file", $"one of {(uint)length} bytes", "The file is cut or damaged.");
            }

            ReadOnlySpan<byte> type = bytes.AsSpan(at + 4, 4);
            ReadOnlySpan<byte> data = bytes.AsSpan(at + 8, length);
            if (BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 8 + length)) != PngWriter.Crc(type, data))
            {
                throw new RecordingException(name, at, "a PNG chunk with a correct check sum", "a wrong one", "The file is damaged.");
            }

            switch (Encoding.ASCII.GetString(type))
            {
                case "IHDR" when length == 13:
                    (size, depth, colour) = Header(data, name, at);
                    break;
                case "PLTE":
                    palette = data.ToArray();
                    break;
                case "IDAT":
                    packed.Write(data);
                    break;
                case "IEND":
                    return Unpack(packed, size ?? throw new RecordingException(name, 8, "a PNG header", "none"), depth, colour, palette, name);
            }

            at += 12 + length;
        }
    }

    private static (SensorSize Size, int Depth, int Colour) Header(ReadOnlySpan<byte> data, string name, int at)
    {
        int width = BinaryPrimitives.ReadInt32BigEndian(data);
        int height = BinaryPrimitives.ReadInt32BigEndian(data[4..]);
        int depth = data[8];
        int colour = data[9];
        bool usual = (colour, depth) is (0, 1 or 2 or 4 or 8 or 16) or (2 or 4 or 6, 8 or 16) or (3, 1 or 2 or 4 or 8);
        if (width is < 1 or > 16384 || height is < 1 or > 16384 || !usual)
        {
            throw new RecordingException(name, at, "a PNG of 1x1 to 16384x16384 pixels with a usual colour type", $"{width}x{height}, type {colour}, {depth} bits");
        }

        return data[12] == 0
            ? (new SensorSize(width, height), depth, colour)
            : throw new RecordingException(name, at, "a PNG that is not interlaced", "an interlaced one", "Convert it: magick FILE -interlace none OUT.png");
    }

    private static Picture Unpack(MemoryStream packed, SensorSize size, int depth, int colour, byte[] palette, string name)
    {
        int samples = colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        int stride = ((size.Width * samples * depth) + 7) / 8;
        int back = Math.Max(1, samples * depth / 8);
        var rows = new byte[size.Height * (stride + 1)];
        packed.Position = 0;
        try
        {
            using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
            zlib.ReadExactly(rows);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new RecordingException(name, null, $"{rows.Length} bytes of packed pixels", "fewer, or damaged ones", "The file is damaged.", e);
        }

        var picture = new Picture(size, colour is 2 or 3 or 6 ? 3 : 1);
        var above = new byte[stride];
        for (int y = 0; y < size.Height; y++)
        {
            Span<byte> row = rows.AsSpan((y * (stride + 1)) + 1, stride);
            Unfilter(rows[y * (stride + 1)], row, above, back, name);
            row.CopyTo(above);
            for (int x = 0; x < size.Width; x++)
            {
                Convert(row, x, samples, depth, colour, palette, picture.Samples.AsSpan(((y * size.Width) + x) * picture.Channels), name);
            }
        }

        return picture;
    }

    private static void Convert(
        ReadOnlySpan<byte> row, int x, int samples, int depth, int colour, byte[] palette, Span<byte> pixel, string name)
    {
        int Sample(ReadOnlySpan<byte> r, int k) => depth switch
        {
            8 => r[k],
            16 => r[2 * k],
            _ => (r[k * depth / 8] >> (8 - depth - (k * depth % 8))) & ((1 << depth) - 1),
        };
        int value = Sample(row, x * samples);
        switch (colour)
        {
            case 3:
                if ((3 * value) + 3 > palette.Length)
                {
                    throw new RecordingException(name, null, $"a colour below {palette.Length / 3}, as the palette has", $"colour {value}", "The file is damaged.");
                }

                palette.AsSpan(3 * value, 3).CopyTo(pixel);
                break;
            case 2 or 6:
                for (int c = 0; c < 3; c++)
                {
                    pixel[c] = (byte)Sample(row, (x * samples) + c);
                }

                break;
            default:
                pixel[0] = (byte)(depth < 8 ? value * 255 / ((1 << depth) - 1) : value);
                break;
        }
    }

    private static void Unfilter(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int back, string name)
    {
        for (int i = 0; i < row.Length; i++)
        {
            int left = i >= back ? row[i - back] : 0;
            int up = above[i];
            int corner = i >= back ? above[i - back] : 0;
            row[i] += filter switch
            {
                0 => 0,
                1 => (byte)left,
                2 => (byte)up,
                3 => (byte)((left + up) / 2),
                4 => (byte)Paeth(left, up, corner),
                _ => throw new RecordingException(name, null, "a row filter from 0 to 4", $"{filter}", "The file is damaged."),
            };
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        int estimate = left + up - corner;
        int a = Math.Abs(estimate - left);
        int b = Math.Abs(estimate - up);
        int c = Math.Abs(estimate - corner);
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }
}
