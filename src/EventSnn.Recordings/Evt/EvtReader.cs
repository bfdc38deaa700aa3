using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;

namespace EventSnn.Recordings.Evt;

/// <summary>What the readers of EVT 2, 2.1 and 3 share: header, words of one size, the cut end, the counts.</summary>
internal abstract class EvtReader : RecordingReader
{
    /// <summary>So many places must be free for a decoder, which may write behind the events that it counts.</summary>
    private protected const int Room = 32;

    private static readonly string[] WordNames = [.. Enumerable.Range(0, 16).Select(type => type == 0xA ? "trigger" : $"word of type 0x{type:X}")];
    private readonly EventScratch scratch = new();

    private protected EvtReader(RecordingSource source)
        : base(source) => Header = EvtHeader.Read(source);

    /// <inheritdoc/>
    public override string? Camera => Header.Camera;

    private protected EvtHeader Header { get; }

    /// <inheritdoc/>
    private protected override SensorSize? FileSize => Header.Size;

    /// <summary>Bytes in a word.</summary>
    private protected abstract int WordSize { get; }

    /// <inheritdoc/>
    private protected override bool IsAtPlace => scratch.IsEmpty;

    /// <inheritdoc/>
    private protected override bool Decode(EventBatch batch)
    {
        if (!scratch.IsEmpty)
        {
            scratch.MoveTo(batch);
            return true;
        }

        ReadOnlySpan<byte> bytes = Window.FillSpan(WordSize);
        int whole = bytes.Length / WordSize;
        if (whole == 0)
        {
            if (bytes.Length > 0)
            {
                Damage(Window.Position, $"a word of {WordSize} bytes", $"the end of the file after {bytes.Length} bytes of it");
            }

            return false;
        }

        bytes = bytes[..(whole * WordSize)];
        int consumed;
        if (batch.Free >= Room)
        {
            batch.Advance(DecodeWords(bytes, batch.GetFreeColumns(), out consumed));
        }
        else
        {
            scratch.Set(DecodeWords(bytes, scratch.Columns, out consumed));
            scratch.MoveTo(batch);
        }

        Window.Consume(consumed * WordSize);
        return true;
    }

    /// <inheritdoc/>
    private protected override void CarryState(ReaderState state)
    {
        base.CarryState(state);
        if (state.IsRestoring)
        {
            scratch.Set(0);
        }
    }

    /// <summary>Decodes whole words until they end or fewer than <see cref="Room"/> places are free.</summary>
    private protected abstract int DecodeWords(ReadOnlySpan<byte> words, EventColumns to, out int consumed);

    /// <summary>Counts words that give no pixel event.</summary>
    private protected void CountWord(uint type, long count = 1) => CountOther(WordNames[type], count);
}
