using System.Buffers.Binary;
using EventSnn.Cameras.Sockets;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Aedat2;
using EventSnn.Recordings.Records;

namespace EventSnn.Cameras.Jaer;

/// <summary>jAER's AEUnicast: a number of 32 bits (optional), then address and time of every event, all big-endian.</summary>
/// <param name="size">The sensor.</param>
/// <param name="isDavis">DAVIS addresses; else those of a DVS128.</param>
/// <param name="isNumbered">Whether datagrams begin with a number, as jAER's default is.</param>
internal sealed class JaerDatagrams(SensorSize size, bool isDavis, bool isNumbered) : DatagramDecoder(size)
{
    private readonly int head = isNumbered ? 4 : 0;
    private TimeUnwrapper unwrapper;

    /// <inheritdoc/>
    public override int MostEvents(int bytes) => bytes / RecordDecoder.RecordSize;

    /// <inheritdoc/>
    public override string? Check(ReadOnlySpan<byte> datagram, out DatagramHead told)
    {
        told = default;
        if (datagram.Length < head || (datagram.Length - head) % RecordDecoder.RecordSize != 0)
        {
            return $"{datagram.Length} bytes where {(isNumbered ? "a number and " : string.Empty)}whole events of 8 bytes should be";
        }

        told = isNumbered ? new DatagramHead(BinaryPrimitives.ReadInt32BigEndian(datagram), IsShortNumber: true) : new DatagramHead(null);
        return null;
    }

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> datagram, EventColumns to, out int skipped)
    {
        ReadOnlySpan<byte> records = datagram[head..];
        int written = isDavis
            ? RecordDecoder.Decode<DavisLayout>(records, to, unwrapper.Epoch, Size.Width - 1, Size.Height - 1, out int consumed)
            : RecordDecoder.Decode<Dvs128Layout>(records, to, unwrapper.Epoch, Size.Width - 1, Size.Height - 1, out consumed);
        unwrapper.Unwrap(to.Timestamps[..written]);
        skipped = consumed - written;
        return written;
    }
}
