using EventSnn.Recordings.Formats;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Aedat3;

/// <summary>AEDAT 3.1, the format of cAER and of the DvsGesture set.</summary>
internal sealed class Aedat3Format : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "aedat3.1";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions => [".aedat"];

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override int Recognise(ReadOnlySpan<byte> prefix, string extension) => prefix.StartsWith("#!AER-DAT3.1"u8) ? 3 : 0;

    /// <inheritdoc/>
    public override RecordingReader Open(RecordingSource source) => new Aedat3Reader(source);

    /// <inheritdoc/>
    public override RecordingWriter Create(RecordingTarget target) => new Aedat3Writer(target);
}
