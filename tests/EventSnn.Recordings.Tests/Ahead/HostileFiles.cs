using System.Buffers.Binary;
using System.Text;
using EventSnn.Events.Random;
using EventSnn.Recordings.Tests.Aedat3;

namespace EventSnn.Recordings.Tests.Ahead;

/// <summary>Files of some thousand records of which anything can be wrong, each round in another way: clocks that wrap, step back or jump, words of any kind, cuts.</summary>
internal static class HostileFiles
{
    public static IReadOnlyList<string> Formats { get; } = ["dat", "aedat2.0", "aedat2.0, DVS128", "aedat3.1", "aedat4", "evt2"];

    public static byte[] Make(string format, ulong seed, int times = 1)
    {
        RandomStream random = new(seed);
        byte[] whole = format switch
        {
            "dat" => [.. "% Version 2\n% Height 720\n% Width 1280\n\x0c\x08"u8, .. Records(random, bigEndian: false, noise: 0, times)],
            "aedat2.0" => [.. "#!AER-DAT2.0\n# AEChip: eu.seebetter.ini.chips.davis.DAVIS240C\n"u8, .. Records(random, bigEndian: true, noise: 10 * random.NextInt32(6), times)],
            "aedat2.0, DVS128" => [.. "#!AER-DAT2.0\r\n# AEChip: ch.unizh.ini.jaer.chip.retina.DVS128\r\n"u8, .. Records(random, bigEndian: true, noise: random.NextInt32(2), times)],
            "aedat3.1" => Packets(random, times),
            "aedat4" => HostilePackets.Make(random, times),
            _ => [.. Encoding.ASCII.GetBytes("% evt 2.0\n" + (random.NextInt32(2) == 0 ? string.Empty : "% geometry 1280x720\n") + "% end\n"), .. Words(random, times)],
        };
        return random.NextInt32(3) == 0 ? whole[..^(1 + random.NextInt32(60))] : whole;
    }

    private static long Bits(RandomStream random, int bits) => (long)(random.NextUInt64() >> (64 - bits));

    private static byte[] Records(RandomStream random, bool bigEndian, int noise, int times)
    {
        byte[] bytes = new byte[8 * times * (2000 + random.NextInt32(6000))];
        long t = random.NextInt32(3) == 0 ? 100 : (1L << 32) - random.NextInt32(20_000);
        int jumps = random.NextInt32(3) * 300;
        for (int at = 0; at < bytes.Length; at += 8)
        {
            t += random.NextInt32(9);
            t += jumps > 0 && random.NextInt32(jumps) == 0 ? Bits(random, 33) - (1L << 32) : 0;
            uint told = (uint)(t - (random.NextInt32(50) == 0 ? random.NextInt32(3000) : 0));
            uint address = (uint)Bits(random, 32) & (noise == 0 || random.NextInt32(1000) < 1000 - noise ? 0x7FFF_03FFu : uint.MaxValue);
            if (bigEndian)
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), address);
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at + 4), told);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), told);
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 4), address);
            }
        }

        return bytes;
    }

    private static byte[] Words(RandomStream random, int times)
    {
        byte[] bytes = new byte[4 * times * (2000 + random.NextInt32(10_000))];
        int highs = 1 + random.NextInt32(random.NextInt32(2) == 0 ? 100 : 3000);
        int others = random.NextInt32(2) * 40;
        uint high = random.NextInt32(2) == 0 ? 5u : 0x0FFF_FF00u;
        for (int at = 0; at < bytes.Length; at += 4)
        {
            uint word = (uint)Bits(random, 29);
            if (random.NextInt32(highs) == 0)
            {
                high += (uint)random.NextInt32(3);
                high = random.NextInt32(40) == 0 ? (uint)Bits(random, 28) : high;
                word = 0x8000_0000 | ((high - (random.NextInt32(9) == 0 ? 1u : 0u)) & 0x0FFF_FFFF);
            }
            else if (others > 0 && random.NextInt32(others) == 0)
            {
                word = ((uint)Bits(random, 32) & ~0x8000_0000u) | (random.NextInt32(2) == 0 ? 0xA000_0000u : 0x4000_0000u);
            }

            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), word);
        }

        return bytes;
    }

    private static byte[] Packets(RandomStream random, int times)
    {
        Aedat3Bytes file = new();
        int overflow = 0;
        int t = random.NextInt32(2) == 0 ? 0 : int.MaxValue - 20_000;
        int longest = 1 + random.NextInt32(random.NextInt32(2) == 0 ? 40 : 1500);
        int odd = random.NextInt32(3) * 6;
        for (int packet = 0; packet < times * (20 + (6000 / longest)); packet++)
        {
            byte[][] records = new byte[random.NextInt32(longest)][];
            for (int i = 0; i < records.Length; i++)
            {
                if (int.MaxValue - t < 10)
                {
                    (t, overflow) = (0, overflow + 1);
                }

                t = Math.Max(0, t + random.NextInt32(9) - (random.NextInt32(60) == 0 ? random.NextInt32(500) : 0));
                records[i] = Aedat3Bytes.Polarity(random.NextInt32(140), random.NextInt32(128), random.NextInt32(2), t, random.NextInt32(30) == 0 ? 0 : 1);
            }

            int kind = odd == 0 ? 99 : random.NextInt32(odd);
            _ = kind switch
            {
                0 => file.Packet(0, 8, overflow, 2, 2, Aedat3Bytes.Special(random.NextInt32(3), t), Aedat3Bytes.Special(2, t)),
                1 => file.Packet(3, 36, overflow, 3, 2, new byte[108]),
                2 => file.Packet(2, 5000, overflow, 1, 1, new byte[5000]),
                3 => file.Packet(1, 8, overflow, records.Length + 4, records.Length, [.. records, new byte[32]]),
                4 when random.NextInt32(9) == 0 => file.Packet(1, 8, overflow, records.Length, records.Length + 7, records),
                5 when random.NextInt32(20) == 0 => file.Packet(1, 9, -1, records.Length, records.Length, records),
                _ => file.Polarities(overflow, records),
            };
        }

        return file.ToArray();
    }
}
