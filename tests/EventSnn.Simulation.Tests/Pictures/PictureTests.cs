using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Recordings;
using EventSnn.Simulation.Pictures;

namespace EventSnn.Simulation.Tests.Pictures;

public sealed class PictureTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(13, 7, 1)]
    [InlineData(5, 9, 3)]
    public void A_png_reads_back_as_it_was_written(int width, int height, int channels)
    {
        Picture picture = Noise(width, height, channels);
        using var file = new MemoryStream();
        PngWriter.Write(file, picture);
        Picture back = PictureReader.Read(file.ToArray(), "test.png");
        back.Size.ShouldBe(picture.Size);
        back.Channels.ShouldBe(channels);
        back.Samples.ShouldBe(picture.Samples);
    }

    [Fact]
    public void Every_row_filter_of_png_is_undone()
    {
        // Rows 0 to 4 use filters 0 to 4; the expected samples are worked out by the definition of each filter.
        byte[] plain = Noise(6, 5, 1).Samples;
        var rows = new List<byte>();
        for (int y = 0; y < 5; y++)
        {
            rows.Add((byte)y);
            for (int x = 0; x < 6; x++)
            {
                int a = x > 0 ? plain[(y * 6) + x - 1] : 0;
                int b = y > 0 ? plain[((y - 1) * 6) + x] : 0;
                int c = x > 0 && y > 0 ? plain[((y - 1) * 6) + x - 1] : 0;
                int p = a + b - c;
                int paeth = new[] { a, b, c }.MinBy(v => Math.Abs(p - v));
                int predicted = y switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => paeth };
                rows.Add((byte)(plain[(y * 6) + x] - predicted));
            }
        }

        PictureReader.Read(Png(6, 5, 8, 0, rows.ToArray()), "test").Samples.ShouldBe(plain);
    }

    [Fact]
    public void A_palette_of_two_bits_and_grey_of_one_and_sixteen_bits_are_understood()
    {
        byte[] palette = [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9];
        PictureReader.Read(Png(4, 1, 2, 3, [0, 0b00_01_10_11], palette), "test").Samples.ShouldBe(palette);
        PictureReader.Read(Png(8, 1, 1, 0, [0, 0b1010_0001]), "test").Samples.ShouldBe([255, 0, 255, 0, 0, 0, 0, 255]);
        PictureReader.Read(Png(2, 1, 16, 0, [0, 0x12, 0x34, 0xAB, 0xCD]), "test").Samples.ShouldBe([0x12, 0xAB]);
        PictureReader.Read(Png(1, 1, 8, 6, [0, 1, 2, 3, 200]), "test").Samples.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void Pgm_and_ppm_are_understood_in_text_and_in_bytes()
    {
        PictureReader.Read("P2\n# a remark\n3 1\n15\n0 5 15\n"u8.ToArray(), "test").Samples.ShouldBe([0, 85, 255]);
        PictureReader.Read([.. "P5 2 1 255\n"u8, 7, 200], "test").Samples.ShouldBe([7, 200]);
        PictureReader.Read([.. "P5 1 1 65535\n"u8, 0x80, 0x00], "test").Samples.ShouldBe([127]);
        PictureReader.Read([.. "P6 1 1 255\n"u8, 1, 2, 3], "test").Channels.ShouldBe(3);
    }

    [Theory]
    [InlineData("", "an empty file")]
    [InlineData("hello", "other bytes")]
    [InlineData("P5 2 2 255\nab", "2")]
    [InlineData("P5 x", "something else")]
    [InlineData("P5 0 4 255\n", "0, 4, 255")]
    public void A_damaged_picture_says_what_was_found(string content, string found) =>
        Should.Throw<RecordingException>(() => PictureReader.Read(Encoding.ASCII.GetBytes(content), "x.pgm")).Message.ShouldContain(found);

    [Fact]
    public void A_png_with_a_flipped_bit_or_a_cut_end_is_refused()
    {
        byte[] good = Png(3, 1, 8, 0, [0, 1, 2, 3]);
        byte[] flipped = [.. good];
        flipped[20] ^= 1;
        Should.Throw<RecordingException>(() => PictureReader.Read(flipped, "x")).Message.ShouldContain("check sum");
        Should.Throw<RecordingException>(() => PictureReader.Read(good[..^6], "x")).Message.ShouldContain("cut");
        Should.Throw<RecordingException>(() => PictureReader.Read(Png(3, 2, 8, 0, [0, 1, 2, 3]), "x")).Message.ShouldContain("damaged");
        Should.Throw<RecordingException>(() => PictureReader.Read(Png(1, 1, 2, 3, [0, 0xFF], [1, 2, 3]), "x")).Message.ShouldContain("palette");
    }

    [Fact]
    public void Hostile_bytes_never_give_anything_but_a_picture_or_a_clear_refusal()
    {
        var random = new RandomStream(99);
        byte[][] seeds = [Png(6, 2, 8, 2, new byte[2 * 19]), [.. "P5 3 3 255\n"u8, 1, 2, 3, 4, 5, 6, 7, 8, 9], [.. "P3 1 1 9 1 2 3"u8]];
        for (int n = 0; n < 3000; n++)
        {
            byte[] bytes = [.. seeds[n % seeds.Length]];
            for (int k = random.NextInt32(4); k >= 0; k--)
            {
                bytes[random.NextInt32(bytes.Length)] = (byte)random.NextUInt64();
            }

            bytes = bytes[..random.NextInt32(bytes.Length + 1)];
            try
            {
                PictureReader.Read(bytes, "hostile").Samples.ShouldNotBeNull();
            }
            catch (RecordingException e)
            {
                e.Expected.ShouldNotBeEmpty();
            }
        }
    }

    private static Picture Noise(int width, int height, int channels)
    {
        var random = new RandomStream(3);
        var picture = new Picture(new SensorSize(width, height), channels);
        for (int i = 0; i < picture.Samples.Length; i++)
        {
            picture.Samples[i] = (byte)random.NextUInt64();
        }

        return picture;
    }

    private static byte[] Png(int width, int height, int depth, int colour, byte[] rows, byte[]? palette = null)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = (byte)depth;
        header[9] = (byte)colour;
        Chunk("IHDR", header);
        if (palette is not null)
        {
            Chunk("PLTE", palette);
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        Chunk("IDAT", packed.ToArray());
        Chunk("IEND", []);
        return file.ToArray();

        void Chunk(string type, byte[] data)
        {
            var number = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
            file.Write(number);
            byte[] both = [.. Encoding.ASCII.GetBytes(type), .. data];
            file.Write(both);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(both));
            file.Write(number);
        }
    }

    /// <summary>The check sum bit by bit, as the PNG specification defines it.</summary>
    private static uint Crc32(byte[] data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int k = 0; k < 8; k++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }
        }

        return ~crc;
    }
}
