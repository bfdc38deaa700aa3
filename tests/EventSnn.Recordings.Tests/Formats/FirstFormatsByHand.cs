using System.Buffers.Binary;
using EventSnn.Events.Geometry;

namespace EventSnn.Recordings.Tests.Formats;

/// <summary>Writers, for tests, of the two formats that are read and not written.</summary>
internal static class FirstFormatsByHand
{
    /// <summary>AEDAT 1.0 of a DVS128: u16 address, u32 time, big-endian; x counts from the right, y from the bottom, polarity bit 0 = ON.</summary>
    public static byte[] Aedat1(IReadOnlyList<(long T, int X, int Y, int P)> events)
    {
        List<byte> bytes = [.. "#!AER-DAT1.0\r\n# made of a real recording\r\n"u8];
        Span<byte> record = stackalloc byte[6];
        foreach ((long t, int x, int y, int p) in events)
        {
            BinaryPrimitives.WriteUInt16BigEndian(record, (ushort)((p ^ 1) | ((127 - x) << 1) | ((127 - y) << 8)));
            BinaryPrimitives.WriteUInt32BigEndian(record[2..], (uint)t);
            bytes.AddRange(record);
        }

        return [.. bytes];
    }

    /// <summary>EVT 2.1: words of 64 bits; runs of one row, time and polarity share a word where their columns lie in one group of 32 and rise.</summary>
    public static byte[] Evt21(IReadOnlyList<(long T, int X, int Y, int P)> events, SensorSize size)
    {
        List<byte> bytes = [.. System.Text.Encoding.ASCII.GetBytes($"% evt 2.1\n% format EVT21;height={size.Height};width={size.Width}\n% end\n")];
        long high = -1;
        for (int i = 0; i < events.Count;)
        {
            (long t, int x, int y, int p) = events[i];
            if (t >> 6 != high)
            {
                high = t >> 6;
                bytes.AddRange(BitConverter.GetBytes((8UL << 60) | (((ulong)high & 0x0FFFFFFF) << 32)));
            }

            int group = x & ~31;
            uint mask = 0;
            int last = -1;
            for (; i < events.Count && events[i].T == t && events[i].Y == y && events[i].P == p && (events[i].X & ~31) == group && events[i].X > last; i++)
            {
                last = events[i].X;
                mask |= 1u << (last & 31);
            }

            bytes.AddRange(BitConverter.GetBytes(((ulong)p << 60) | ((ulong)(t & 63) << 54) | ((ulong)group << 43) | ((ulong)y << 32) | mask));
        }

        return [.. bytes];
    }
}
