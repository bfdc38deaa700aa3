using System.Buffers.Text;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Csv;

/// <summary>Writes text: a heading t,x,y,p and one event per line, time in microseconds. Holds every event.</summary>
internal sealed class CsvWriter : RecordingWriter
{
    public CsvWriter(RecordingTarget target)
        : base(target) => Sink.Write("t,x,y,p\n"u8);

    /// <inheritdoc/>
    public override string Format => "csv";

    /// <inheritdoc/>
    private protected override void Encode(EventBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            Span<byte> line = Sink.GetSpan(64);
            Utf8Formatter.TryFormat(batch.Timestamps[i], line, out int at);
            line[at++] = (byte)',';
            Utf8Formatter.TryFormat(batch.X[i], line[at..], out int n);
            at += n;
            line[at++] = (byte)',';
            Utf8Formatter.TryFormat(batch.Y[i], line[at..], out n);
            at += n;
            line[at++] = (byte)',';
            line[at++] = (byte)('0' + batch.Polarities[i]);
            line[at++] = (byte)'\n';
            Sink.Advance(at);
        }
    }
}
