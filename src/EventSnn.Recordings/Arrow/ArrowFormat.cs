using EventSnn.Recordings.Formats;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Arrow;

/// <summary>Apache Arrow IPC with the columns t, x, y and p: the file format and the stream format.</summary>
/// <param name="isFile">The file format (with a footer), else the stream format.</param>
internal sealed class ArrowFormat(bool isFile) : RecordingFormat
{
    /// <summary>What a file begins and ends with.</summary>
    public static ReadOnlySpan<byte> Mark => "ARROW1"u8;

    /// <inheritdoc/>
    public override string Name => isFile ? "arrow" : "arrow-stream";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions => isFile ? [".arrow", ".feather"] : [".arrows"];

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override int Recognise(ReadOnlySpan<byte> prefix, string extension) => isFile
        ? (prefix.StartsWith(Mark) ? 3 : 0)
        : prefix.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFF, 0xFF, 0xFF]) ? 2 : 0;

    /// <inheritdoc/>
    public override RecordingReader Open(RecordingSource source) => new ArrowReader(source, isFile);

    /// <inheritdoc/>
    public override RecordingWriter Create(RecordingTarget target) => new ArrowWriter(target, isFile);
}
