using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EventSnn.Events.Batches;

namespace EventSnn.Recordings.EventStreams;

/// <summary>The DVS records of Event Stream 2, as files and datagrams carry them.</summary>
internal static class EventStreamRecords
{
    /// <summary>Bytes in a record that holds an event.</summary>
    public const int Size = 5;

    /// <summary>Decodes records until they end or the columns are full.</summary>
    /// <param name="bytes">Records; the last one may be cut.</param>
    /// <param name="to">Columns to fill from their beginning.</param>
    /// <param name="bottom">Height - 1: rows count from the bottom.</param>
    /// <param name="time">The time of the event before, in microseconds; moved on.</param>
    /// <param name="consumed">Bytes that were read.</param>
    /// <param name="reserved">Reserved bytes among them.</param>
    /// <returns>Events that were written; their rows are not checked.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int DecodeDvs(ReadOnlySpan<byte> bytes, EventColumns to, int bottom, ref long time, out int consumed, out long reserved)
    {
        ref byte source = ref MemoryMarshal.GetReference(bytes);
        ref long times = ref MemoryMarshal.GetReference(to.Timestamps);
        ref ushort x = ref MemoryMarshal.GetReference(to.X);
        ref ushort y = ref MemoryMarshal.GetReference(to.Y);
        ref byte p = ref MemoryMarshal.GetReference(to.Polarities);
        int room = to.Length;
        int at = 0;
        int written = 0;
        long t = time;
        reserved = 0;
        while (at < bytes.Length && written < room)
        {
            int head = Unsafe.Add(ref source, at);
            if (head >= 0xFE)
            {
                t += head == 0xFF ? 127 : 0;
                reserved += head == 0xFE ? 1 : 0;
                at++;
            }
            else if (at + Size <= bytes.Length)
            {
                t += head >> 1;
                uint place = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref source, at + 1));
                place = BitConverter.IsLittleEndian ? place : BinaryPrimitives.ReverseEndianness(place);
                Unsafe.Add(ref times, written) = t;
                Unsafe.Add(ref x, written) = (ushort)place;
                Unsafe.Add(ref y, written) = (ushort)(bottom - (int)(place >> 16));
                Unsafe.Add(ref p, written) = (byte)(head & 1);
                written++;
                at += Size;
            }
            else
            {
                break;
            }
        }

        time = t;
        consumed = at;
        return written;
    }
}
