using EventSnn.Recordings.Bytes;
using EventSnn.Recordings.Compression;

namespace EventSnn.Recordings.Aedat4;

/// <summary>Unpacks packets of one file into one buffer.</summary>
/// <param name="compression">How the file's packets are compressed.</param>
internal sealed class PacketUnpacker(Aedat4Compression compression) : IDisposable
{
    private readonly GrowingBuffer content = new(ByteWindow.MaximumSize);
    private ZstdDecoder? zstd;

    /// <summary>The packet unpacked last.</summary>
    public ReadOnlySpan<byte> Content => content.Written;

    /// <summary>Unpacks a packet.</summary>
    /// <param name="packet">Its body in the file.</param>
    /// <exception cref="CompressedDataException">It is damaged.</exception>
    public void Unpack(ReadOnlySpan<byte> packet)
    {
        switch (compression)
        {
            case Aedat4Compression.None:
                content.Clear();
                content.Append(packet);
                break;
            case Aedat4Compression.Lz4 or Aedat4Compression.Lz4High:
                Lz4Frame.Decode(packet, content);
                break;
            default:
                zstd ??= new ZstdDecoder();
                zstd.Decode(packet, content);
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => zstd?.Dispose();
}
