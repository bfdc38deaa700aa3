using System.IO.Compression;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Fuzz;

/// <summary>Small good files of every format, to be damaged.</summary>
public static class Seeds
{
    /// <summary>All formats, and the compressions around a whole recording.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Recording.FormatNames, "gz", "zst"];

    /// <summary>How the damaged files of a format are read: as that format, so that damage to its mark does not end the case; but a compression is found by its mark.</summary>
    /// <param name="format">A name of <see cref="All"/>.</param>
    /// <param name="strict">Whether the first fault throws.</param>
    /// <returns>The options.</returns>
    public static ReadOptions OptionsFor(string format, bool strict = false) => new()
    {
        Format = format is "gz" or "zst" ? null : format,
        Strict = strict,

        // A range has the data table of AEDAT 4 read and believed.
        From = format == "aedat4" && !strict ? 0 : null,
    };

    /// <summary>Makes the seeds of one format.</summary>
    /// <param name="format">The format's name.</param>
    /// <returns>A few hundred bytes each.</returns>
    public static List<byte[]> Of(string format) => format switch
    {
        "aedat1.0" => [[.. "#!AER-DAT1.0\r\n"u8, .. Random(1, 60)]],
        "evt2.1" => [[.. "% evt 2.1\n% format EVT21;height=720;width=1280\n% end\n"u8, .. Evt21()]],
        "aedat4" =>
        [
            Write(new WriteOptions { Format = format, Size = SensorSize.Dvs128, Compression = "none" }),
            Write(new WriteOptions { Format = format, Size = SensorSize.Dvs128, Compression = "lz4" }),
            Packets(),
            .. Zstd(),
        ],
        "gz" => [Gzip(Write(new WriteOptions { Format = "aedat3.1" })), Gzip(Write(new WriteOptions { Format = "evt3" })), Gzip(Write(new WriteOptions { Format = "arrow" }))],
        "zst" => [Frame(Write(new WriteOptions { Format = "aedat3.1" })), Frame(Write(new WriteOptions { Format = "evt3" }))],
        "csv" => [Write(new WriteOptions { Format = format }), [.. "240 180\n0.000012 3 4 1\n0.5 5 6 0\n1e-3 7 8 1\n"u8], [.. "x;y;t_ns;on\n1;2;3000;true\n"u8]],
        _ => [Write(new WriteOptions { Format = format, Size = SensorSize.Dvs128 })],
    };

    private static byte[] Gzip(byte[] content)
    {
        MemoryStream bytes = new();
        using (GZipStream gzip = new(bytes, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return bytes.ToArray();
    }

    /// <summary>A Zstandard frame of one stored block; made by hand, because the library may be missing.</summary>
    private static byte[] Frame(byte[] content)
    {
        int block = (content.Length << 3) | 1;
        return [0x28, 0xB5, 0x2F, 0xFD, 0xA0, .. BitConverter.GetBytes(content.Length), (byte)block, (byte)(block >> 8), (byte)(block >> 16), .. content];
    }

    private static IEnumerable<byte[]> Zstd()
    {
        try
        {
            return [Write(new WriteOptions { Format = "aedat4", Compression = "zstd" })];
        }
        catch (RecordingException)
        {
            return [];
        }
    }

    private static byte[] Write(WriteOptions options)
    {
        MemoryStream bytes = new();
        using RecordingWriter writer = Recording.Create(bytes, options);
        using EventBatch batch = new EventBatchPool(32).Rent();
        RandomStream random = new(7);
        long t = 100;
        for (int i = 0; i < 24; i++)
        {
            t += i % 5 == 0 ? random.NextInt32(9000) : 0;
            batch.Add(t, (i * 3) % 128, random.NextInt32(4) == 0 ? 127 : 5, i & 1);
        }

        writer.Write(batch);
        writer.Complete();
        return bytes.ToArray();
    }

    /// <summary>Several packets, which are unpacked together, of as many events as the fast decoder needs.</summary>
    private static byte[] Packets()
    {
        MemoryStream bytes = new();
        using RecordingWriter writer = Recording.Create(bytes, new WriteOptions { Format = "aedat4", Size = SensorSize.Dvs128, Compression = "lz4" });
        using EventBatch batch = new EventBatchPool(64).Rent();
        RandomStream random = new(8);
        long t = 1_718_924_384_950_507;
        for (int packet = 0; packet < 6; packet++)
        {
            batch.Clear();
            for (int i = 0; i < 20 + (8 * packet); i++)
            {
                t += random.NextInt32(3);
                batch.Add(t, random.NextInt32(3) == 0 ? 64 + random.NextInt32(8) : 64, 60 + random.NextInt32(4), random.NextInt32(2));
            }

            writer.Write(batch);
            writer.HandOver();
        }

        writer.Complete();
        return bytes.ToArray();
    }

    private static byte[] Random(ulong seed, int length)
    {
        RandomStream random = new(seed);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)random.NextInt32(256);
        }

        return bytes;
    }

    private static byte[] Evt21()
    {
        ulong[] words = [(8UL << 60) | (77UL << 32), (1UL << 60) | (5UL << 54) | (64UL << 43) | (9UL << 32) | 0xF0F0_1234, 12UL << 54 | 0xFF, 10UL << 60];
        return [.. words.SelectMany(BitConverter.GetBytes)];
    }
}
