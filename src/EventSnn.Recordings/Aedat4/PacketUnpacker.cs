using EventSnn.Recordings.Compression;
using EventSnn.Recordings.Compression.Lz4;

namespace EventSnn.Recordings.Aedat4;

/// <summary>Unpacks packets of one file into one buffer.</summary>
/// <param name="compression">How the file's packets are compressed.</param>
/// <param name="limit">Bytes that may come out of a packet.</param>
internal sealed class PacketUnpacker(Aedat4Compression compression, int limit) : IDisposable
{
    private ZstdDecoder? zstd;

    /// <summary>The packet unpacked last.</summary>
    public ReadOnlySpan<byte> Content => Buffer.Written;

    /// <summary>Where it lies.</summary>
    public GrowingBuffer Buffer { get; } = new(limit);

    /// <summary>Unpacks a packet.</summary>
    /// <param name="packet">Its body in the file.</param>
    /// <exception cref="CompressedDataException">It is damaged.</exception>
    public void Unpack(ReadOnlySpan<byte> packet)
    {
        switch (compression)
        {
            case Aedat4Compression.None:
                Buffer.Clear();
                Buffer.Append(packet);
                break;
            case Aedat4Compression.Lz4 or Aedat4Compression.Lz4High:
                Lz4Frame.Decode(packet, Buffer);
                break;
            default:
                zstd ??= new ZstdDecoder();
                zstd.Decode(packet, Buffer);
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => zstd?.Dispose();
}
