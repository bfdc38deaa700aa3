using System.Buffers.Binary;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Tests.Ahead;

/// <summary>AEDAT 4 files of packets of any length, some of another stream, damaged, of another kind, or longer than they tell.</summary>
internal static class HostilePackets
{
    private const int VersionLine = 14;
    private const int Head = 8;

    public static byte[] Make(RandomStream random, int times)
    {
        MemoryStream bytes = new();
        WriteOptions options = new() { Format = "aedat4", Size = SensorSize.Dvs128, Compression = random.NextInt32(3) == 0 ? "none" : "lz4" };
        int longest = random.NextInt32(3) switch { 0 => 20, 1 => 128, _ => 700 };
        using (RecordingWriter writer = Recording.Create(bytes, options))
        using (EventBatch batch = new EventBatchPool(longest).Rent())
        {
            long t = 1000;
            for (int i = 0; i < times * (10 + (2000 / longest)); i++)
            {
                batch.Clear();
                for (int k = random.NextInt32(longest); k >= 0; k--)
                {
                    t += random.NextInt32(9);
                    batch.Add(t - (random.NextInt32(60) == 0 ? random.NextInt32(500) : 0), random.NextInt32(128), random.NextInt32(128), random.NextInt32(2));
                }

                writer.Write(batch);
                writer.HandOver();
            }

            writer.Complete();
        }

        byte[] file = bytes.ToArray();
        Damage(file, random);
        return file;
    }

    private static void Damage(Span<byte> file, RandomStream random)
    {
        int odd = random.NextInt32(3) * 8;
        int at = VersionLine + 4 + BinaryPrimitives.ReadInt32LittleEndian(file[VersionLine..]);
        int end = (int)BinaryPrimitives.ReadInt64LittleEndian(file[(VersionLine + 32)..]);
        while (at < end)
        {
            Span<byte> packet = file.Slice(at, Head + BinaryPrimitives.ReadInt32LittleEndian(file[(at + 4)..]));
            at += packet.Length;
            switch (odd == 0 ? -1 : random.NextInt32(odd))
            {
                case 0:
                    BinaryPrimitives.WriteInt32LittleEndian(packet, 77);
                    break;
                case 1:
                    packet[Head + random.NextInt32(packet.Length - Head)] ^= (byte)(1 << random.NextInt32(8));
                    break;
                case 2 when packet.IndexOf("EVTS"u8) is var kind and >= 0:
                    "IMUS"u8.CopyTo(packet[kind..]);
                    break;
                case 3 when packet.IndexOf("EVTS"u8) is var kind and >= 8:
                    // The length in front of the FlatBuffer.
                    BinaryPrimitives.WriteInt32LittleEndian(packet[(kind - 8)..], random.NextInt32(12000));
                    break;
            }
        }
    }
}
