using EventSnn.Recordings.Formats;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Evt;

/// <summary>Prophesee RAW, one instance per EVT version.</summary>
/// <param name="version">20, 21 or 30.</param>
internal sealed class EvtFormat(int version) : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => version switch { 20 => "evt2", 21 => "evt2.1", _ => "evt3" };

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions => version == 30 ? [".raw", ".evt3"] : version == 20 ? [".evt2", ".raw"] : [".evt21", ".raw"];

    /// <inheritdoc/>
    public override bool CanWrite => version != 21;

    /// <inheritdoc/>
    public override int Recognise(ReadOnlySpan<byte> prefix, string extension)
    {
        if (prefix.StartsWith("% "u8))
        {
            return EvtHeader.Version(prefix) == version || (version == 20 && EvtHeader.IsUnversioned(prefix)) ? 2 : 0;
        }

        return Extensions.Contains(extension) && EvtGuess.Version(prefix) == version ? 1 : 0;
    }

    /// <inheritdoc/>
    public override RecordingReader Open(RecordingSource source) => version switch
    {
        20 => new Evt2Reader(source),
        21 => new Evt21Reader(source),
        _ => new Evt3Reader(source),
    };

    /// <inheritdoc/>
    public override RecordingWriter Create(RecordingTarget target) => version == 20 ? new Evt2Writer(target) : new Evt3Writer(target);
}
