using EventSnn.Recordings.Formats;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.EventStreams;

/// <summary>Event Stream version 2 of the ICNS: DVS and ATIS events; others are told apart.</summary>
internal sealed class EventStreamFormat : RecordingFormat
{
    /// <summary>What every file begins with.</summary>
    public static ReadOnlySpan<byte> Signature => "Event Stream"u8;

    /// <inheritdoc/>
    public override string Name => "es";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions => [".es"];

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override int Recognise(ReadOnlySpan<byte> prefix, string extension) => prefix.StartsWith(Signature) ? 3 : 0;

    /// <inheritdoc/>
    public override RecordingReader Open(RecordingSource source) => new EventStreamReader(source);

    /// <inheritdoc/>
    public override RecordingWriter Create(RecordingTarget target) => new EventStreamWriter(target);
}
