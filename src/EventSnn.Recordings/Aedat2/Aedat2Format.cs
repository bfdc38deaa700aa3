using EventSnn.Recordings.Formats;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Aedat2;

/// <summary>AEDAT 2.0 of jAER.</summary>
internal sealed class Aedat2Format : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "aedat2.0";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions => [".aedat2", ".aedat"];

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override int Recognise(ReadOnlySpan<byte> prefix, string extension) => prefix.StartsWith("#!AER-DAT2.0"u8) ? 3 : 0;

    /// <inheritdoc/>
    public override RecordingReader Open(RecordingSource source) => new Aedat2Reader(source);

    /// <inheritdoc/>
    public override RecordingWriter Create(RecordingTarget target) => new Aedat2Writer(target);
}
