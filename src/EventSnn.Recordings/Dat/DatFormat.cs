using EventSnn.Recordings.Formats;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Dat;

/// <summary>Prophesee DAT, versions 1 and 2.</summary>
internal sealed class DatFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "dat";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions => [".dat"];

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override int Recognise(ReadOnlySpan<byte> prefix, string extension)
    {
        if (!prefix.StartsWith("%"u8))
        {
            return 0;
        }

        return prefix.StartsWith("% Data file containing"u8) ? 3 : extension == ".dat" ? 3 : 0;
    }

    /// <inheritdoc/>
    public override RecordingReader Open(RecordingSource source) => new DatReader(source);

    /// <inheritdoc/>
    public override RecordingWriter Create(RecordingTarget target) => new DatWriter(target);
}
