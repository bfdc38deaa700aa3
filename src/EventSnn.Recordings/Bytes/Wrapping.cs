using System.IO.Compression;

namespace EventSnn.Recordings.Bytes;

/// <summary>A compression around a whole recording.</summary>
internal sealed class Wrapping
{
    private static readonly Wrapping Gzip = new(s => new GZipStream(s, CompressionMode.Decompress));
    private readonly Func<Stream, Stream> open;

    private Wrapping(Func<Stream, Stream> open) => this.open = open;

    /// <summary>Recognises a compression by its first bytes.</summary>
    /// <param name="prefix">The first bytes.</param>
    /// <returns>The wrapping, or null.</returns>
    public static Wrapping? Recognise(ReadOnlySpan<byte> prefix) =>
        prefix.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]) ? Gzip : null;

    /// <summary>Puts the decompressor between file and window.</summary>
    /// <param name="window">The window over the compressed file, unread.</param>
    /// <param name="name">For errors.</param>
    /// <returns>A window over the content.</returns>
    public ByteWindow Unwrap(ByteWindow window, string name)
    {
        Stream file = window.Release(name);
        return new ByteWindow(open(file), file);
    }
}
