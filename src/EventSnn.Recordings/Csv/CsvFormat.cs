using EventSnn.Recordings.Formats;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Csv;

/// <summary>Text with one event per line. Columns, separator and unit of time are found from the heading or the first lines.</summary>
internal sealed class CsvFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "csv";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions => [".csv", ".txt", ".tsv"];

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override int Recognise(ReadOnlySpan<byte> prefix, string extension) =>
        !ContentGuess.IsText(prefix) ? 0 : CsvShape.Find(prefix) is not null ? (Extensions.Contains(extension) ? 2 : 1) : 0;

    /// <inheritdoc/>
    public override RecordingReader Open(RecordingSource source) => new CsvReader(source);

    /// <inheritdoc/>
    public override RecordingWriter Create(RecordingTarget target) => new CsvWriter(target);
}
