using EventSnn.Recordings.Formats;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Aedat2;

/// <summary>AEDAT 1.0 of early jAER: a header without a version line, or with 1.0 in it.</summary>
internal sealed class Aedat1Format : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "aedat1.0";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions => [".aedat"];

    /// <inheritdoc/>
    public override int Recognise(ReadOnlySpan<byte> prefix, string extension) =>
        prefix.StartsWith("#!AER-DAT1.0"u8) ? 3
        : prefix.StartsWith("#"u8) && !prefix.StartsWith("#!AER-DAT"u8) && (extension is ".aedat" or ".dat") ? 2 : 0;

    /// <inheritdoc/>
    public override RecordingReader Open(RecordingSource source) => new Aedat1Reader(source);
}
