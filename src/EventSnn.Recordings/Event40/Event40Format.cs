using EventSnn.Recordings.Formats;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Event40;

/// <summary>40-bit events of N-MNIST, N-Caltech101 and SLAYER. There is no header: only the extension tells the format.</summary>
internal sealed class Event40Format : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "bin";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions => [".bin", ".bs2"];

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override int Recognise(ReadOnlySpan<byte> prefix, string extension) => Extensions.Contains(extension) ? 1 : 0;

    /// <inheritdoc/>
    public override RecordingReader Open(RecordingSource source) => new Event40Reader(source);

    /// <inheritdoc/>
    public override RecordingWriter Create(RecordingTarget target) => new Event40Writer(target);
}
