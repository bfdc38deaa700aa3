using EventSnn.Recordings.Formats;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Aedat4;

/// <summary>AEDAT 4 of DV: files, and both variants of its socket.</summary>
internal sealed class Aedat4Format : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "aedat4";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions => [".aedat4"];

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override int Recognise(ReadOnlySpan<byte> prefix, string extension) =>
        prefix.StartsWith("#!AER-DAT4.0"u8) || Aedat4Header.IsBareHeader(prefix) || Aedat4Header.IsBarePacket(prefix) ? 3 : 0;

    /// <inheritdoc/>
    public override RecordingReader Open(RecordingSource source) => new Aedat4Reader(source);

    /// <inheritdoc/>
    public override RecordingWriter Create(RecordingTarget target) => new Aedat4Writer(target);
}
