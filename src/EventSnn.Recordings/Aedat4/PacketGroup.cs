using EventSnn.Recordings.Bytes;
using EventSnn.Recordings.Compression;
using EventSnn.Recordings.Compression.Lz4;

namespace EventSnn.Recordings.Aedat4;

/// <summary>
/// A few packets of one stream that are unpacked together: two LZ4 blocks side by side take little more time than one. Reused, without
/// an allocation.
/// </summary>
/// <param name="compression">How the file's packets are compressed.</param>
/// <param name="limit">Bytes that may come out of the first packet.</param>
internal sealed class PacketGroup(Aedat4Compression compression, int limit = ByteWindow.MaximumSize) : IDisposable
{
    /// <summary>Packed bytes of a group: what comes out of them stays in the second-level cache.</summary>
    public const int MostBytes = 128 * 1024;

    /// <summary>What may come out of a packet that was not asked for yet; a larger one is unpacked when it is.</summary>
    public const int LimitAhead = 8 * 1024 * 1024;

    private const int Most = 4;
    private readonly PacketUnpacker[] unpackers = [.. Enumerable.Range(0, Most).Select(i => new PacketUnpacker(compression, i == 0 ? limit : LimitAhead))];
    private readonly GrowingBuffer[] buffers = new GrowingBuffer[Most];
    private readonly long[] places = new long[Most];
    private readonly long[] bodies = new long[Most];
    private readonly int[] sizes = new int[Most];
    private readonly Range[] parts = new Range[Most];
    private readonly bool[] held = new bool[Most];
    private int current;

    /// <summary>Packets that were added.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of their bodies.</summary>
    public int Bytes { get; private set; }

    /// <summary>True where no further packet is to be added.</summary>
    public bool IsFull => Count == Largest || Bytes >= MostBytes;

    /// <summary>The packet that was taken last.</summary>
    public ReadOnlySpan<byte> Content => unpackers[current].Content;

    private int Largest => compression is Aedat4Compression.Lz4 or Aedat4Compression.Lz4High && Lz4Decoder.TwoPay ? Most : 1;

    /// <summary>Makes the group empty.</summary>
    public void Clear()
    {
        Count = 0;
        Bytes = 0;
    }

    /// <summary>Adds a packet.</summary>
    /// <param name="at">Where the packet begins in the file.</param>
    /// <param name="body">Where its body begins there.</param>
    /// <param name="size">The bytes of its body.</param>
    public void Add(long at, long body, int size)
    {
        places[Count] = at;
        bodies[Count] = body;
        sizes[Count] = size;
        held[Count] = false;
        Bytes += size;
        Count++;
    }

    /// <summary>Unpacks the packets; a damaged one is not held afterwards.</summary>
    /// <param name="source">Holds their bodies.</param>
    /// <param name="from">Where the source begins in the file.</param>
    public void Unpack(ReadOnlySpan<byte> source, long from)
    {
        for (int i = 0; i < Count; i++)
        {
            int body = (int)(bodies[i] - from);
            parts[i] = body..(body + sizes[i]);
        }

        if (Count > 1)
        {
            for (int i = 0; i < Count; i++)
            {
                buffers[i] = unpackers[i].Buffer;
            }

            Lz4Frame.DecodeMany(source, parts.AsSpan(0, Count), buffers.AsSpan(0, Count), held.AsSpan(0, Count));
            return;
        }

        try
        {
            unpackers[0].Unpack(source[parts[0]]);
            held[0] = true;
        }
        catch (CompressedDataException)
        {
            held[0] = false;
        }
    }

    /// <summary>Unpacks one packet, which becomes the one that was taken last.</summary>
    /// <param name="body">Its body.</param>
    /// <exception cref="CompressedDataException">It is damaged.</exception>
    public void UnpackOne(ReadOnlySpan<byte> body)
    {
        Clear();
        current = 0;
        unpackers[0].Unpack(body);
    }

    /// <summary>Whether a packet was added; it may not be held all the same.</summary>
    /// <param name="at">Where the packet begins in the file.</param>
    public bool Names(long at) => places.AsSpan(0, Count).Contains(at);

    /// <summary>Takes a packet.</summary>
    /// <param name="at">Where the packet begins in the file.</param>
    /// <returns>False where it is not held.</returns>
    public bool TryTake(long at)
    {
        int index = places.AsSpan(0, Count).IndexOf(at);
        if (index < 0 || !held[index])
        {
            return false;
        }

        held[index] = false;
        current = index;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PacketUnpacker unpacker in unpackers)
        {
            unpacker.Dispose();
        }
    }
}
