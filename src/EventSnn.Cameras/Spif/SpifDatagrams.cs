using System.Buffers.Binary;
using System.Diagnostics;
using EventSnn.Cameras.Sockets;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Records;

namespace EventSnn.Cameras.Spif;

/// <summary>
/// SPIF (SpiNNaker): words of 32 bits, little-endian; bit 31 clear: a time word follows, set: none does and the event gets the time
/// of its arrival. Bits 16 to 30 x, bit 15 polarity, bits 0 to 14 y. Nothing is numbered, so only the system's own drops can be seen.
/// </summary>
internal sealed class SpifDatagrams(SensorSize size) : DatagramDecoder(size)
{
    private const uint NoTime = 1u << 31;
    private readonly long began = Stopwatch.GetTimestamp();
    private TimeUnwrapper unwrapper;

    /// <inheritdoc/>
    public override int MostEvents(int bytes) => bytes / 4;

    /// <inheritdoc/>
    public override string? Check(ReadOnlySpan<byte> datagram, out DatagramHead head)
    {
        head = default;
        if (datagram.IsEmpty || datagram.Length % 4 != 0)
        {
            return $"{datagram.Length} bytes where whole words of 4 should be";
        }

        int at = 0;
        while (at < datagram.Length)
        {
            at += (BinaryPrimitives.ReadUInt32LittleEndian(datagram[at..]) & NoTime) == 0 ? 8 : 4;
        }

        return at == datagram.Length ? null : "an event at the end whose time is missing";
    }

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> datagram, EventColumns to, out int skipped)
    {
        skipped = 0;
        int written = 0;
        int run = 0; // first event of a run of timed ones
        bool timed = false;
        long arrival = (long)Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        for (int at = 0; at < datagram.Length; written++)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(datagram[at..]);
            bool hasTime = (word & NoTime) == 0;
            if (hasTime != timed)
            {
                EndRun(to, timed, run, written);
                timed = hasTime;
                run = written;
            }

            to.Timestamps[written] = hasTime ? BinaryPrimitives.ReadUInt32LittleEndian(datagram[(at + 4)..]) + unwrapper.Epoch : arrival;
            to.X[written] = (ushort)((word >> 16) & 0x7FFF);
            to.Y[written] = (ushort)(word & 0x7FFF);
            to.Polarities[written] = (byte)((word >> 15) & 1);
            at += hasTime ? 8 : 4;
        }

        EndRun(to, timed, run, written);
        return written;
    }

    private void EndRun(EventColumns to, bool timed, int from, int end)
    {
        if (timed && end > from)
        {
            unwrapper.Unwrap(to.Timestamps[from..end]);
        }
    }
}
