using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EventSnn.Recordings.Compression.Lz4;

/// <summary>One sequence of any kind, with every length checked.</summary>
internal static unsafe class Lz4Sequence
{
    /// <summary>The shortest copy; lengths are counted from it.</summary>
    public const int MinimumCopy = 4;

    /// <summary>How far a fast copy may write behind its end.</summary>
    private const int Slack = 32;

    /// <summary>Decodes the next sequence.</summary>
    /// <param name="lane">A block that has not ended.</param>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static string? Decode(ref Lz4Lane lane)
    {
        byte* from = lane.From;
        byte* to = lane.To;
        int token = *from++;
        long literals = token >> 4;
        if (literals == 15 && !Extend(ref literals, ref from, lane.InputEnd))
        {
            return "an LZ4 block that ends inside a length";
        }

        if (literals > lane.InputEnd - from || literals > lane.OutputEnd - to)
        {
            return "an LZ4 block whose literals pass its end";
        }

        if (literals <= 32 && lane.InputEnd - from >= Slack && lane.OutputEnd - to >= Slack)
        {
            Vector256.Load(from).Store(to);
        }
        else
        {
            Unsafe.CopyBlockUnaligned(to, from, (uint)literals);
        }

        from += literals;
        to += literals;
        if (from < lane.InputEnd)
        {
            if (lane.InputEnd - from < 2)
            {
                return "an LZ4 block that ends inside an offset";
            }

            int offset = Unsafe.ReadUnaligned<ushort>(from);
            offset = BitConverter.IsLittleEndian ? offset : BinaryPrimitives.ReverseEndianness((ushort)offset);
            from += 2;
            long length = token & 15;
            if (length == 15 && !Extend(ref length, ref from, lane.InputEnd))
            {
                return "an LZ4 block that ends inside a length";
            }

            length += MinimumCopy;
            if (offset == 0 || offset > to - lane.Oldest || length > lane.OutputEnd - to)
            {
                return "an LZ4 block whose copy reaches outside";
            }

            Copy(to, offset, length, lane.OutputEnd - to);
            to += length;
        }

        lane.From = from;
        lane.To = to;
        return null;
    }

    /// <summary>Adds what is told of a length in further bytes.</summary>
    private static bool Extend(ref long length, ref byte* from, byte* end)
    {
        int b;
        do
        {
            if (from >= end)
            {
                return false;
            }

            b = *from++;
            length += b;
        }
        while (b == 255);

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(byte* to, int offset, long length, long room)
    {
        byte* from = to - offset;
        long done = 0;
        if (offset >= 16 && room >= length + Slack)
        {
            do
            {
                Vector128.Load(from + done).Store(to + done);
                done += 16;
            }
            while (done < length);
        }
        else if (offset >= 8 && room >= length + Slack)
        {
            do
            {
                Unsafe.WriteUnaligned(to + done, Unsafe.ReadUnaligned<ulong>(from + done));
                done += 8;
            }
            while (done < length);
        }
        else
        {
            for (; done < length; done++)
            {
                to[done] = from[done];
            }
        }
    }
}
