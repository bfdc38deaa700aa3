using System.IO.Compression;
using EventSnn.Recordings.Compression;

namespace EventSnn.Recordings.Bytes;

/// <summary>A compression around a whole recording.</summary>
internal sealed class Wrapping
{
    private static readonly Wrapping Gzip = new((stream, _) => new GZipStream(stream, CompressionMode.Decompress));
    private static readonly Wrapping Zstandard = new(OpenZstandard);
    private readonly Func<Stream, string, Stream> open;

    private Wrapping(Func<Stream, string, Stream> open) => this.open = open;

    /// <summary>Recognises a compression by its first bytes.</summary>
    /// <param name="prefix">The first bytes.</param>
    /// <returns>The wrapping, or null.</returns>
    public static Wrapping? Recognise(ReadOnlySpan<byte> prefix) =>
        prefix.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]) ? Gzip
        : prefix.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? Zstandard : null;

    /// <summary>Puts the decompressor between file and window.</summary>
    /// <param name="window">The window over the compressed file, unread.</param>
    /// <param name="name">For errors.</param>
    /// <returns>A window over the content.</returns>
    public ByteWindow Unwrap(ByteWindow window, string name)
    {
        Stream file = window.Release(name);
        return new ByteWindow(open(file, name), file);
    }

    private static ZstdStream OpenZstandard(Stream stream, string name)
    {
        if (!Zstd.IsAvailable)
        {
            throw new RecordingException(name, 0, "uncompressed content, or a Zstandard library on this system", "Zstandard content and no such library", Zstd.Missing);
        }

        return new ZstdStream(stream);
    }
}
