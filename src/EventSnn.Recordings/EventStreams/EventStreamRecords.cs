using System.Buffers.Binary;
using System.Runtime.CompilerServices;
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
        int at = 0;
        int written = 0;
        long t = time;
        reserved = 0;
        while (at < bytes.Length && written < to.Length)
        {
            byte head = bytes[at];
            if (head >= 0xFE)
            {
                t += head == 0xFF ? 127 : 0;
                reserved += head == 0xFE ? 1 : 0;
                at++;
            }
            else if (at + Size <= bytes.Length)
            {
                t += head >> 1;
                uint place = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 1)..]);
                to.Timestamps[written] = t;
                to.X[written] = (ushort)place;
                to.Y[written] = (ushort)(bottom - (int)(place >> 16));
                to.Polarities[written] = (byte)(head & 1);
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
