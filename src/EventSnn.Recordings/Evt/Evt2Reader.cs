using System.Runtime.InteropServices;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Ahead;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;

namespace EventSnn.Recordings.Evt;

/// <summary>Reads EVT 2: words of 32 bits.</summary>
internal sealed class Evt2Reader(RecordingSource source) : EvtReader(source), IChunkFormat
{
    /// <summary>Bytes in front of a chunk in which its high time is looked for; cameras repeat it far more often, but at the highest rates.</summary>
    private const int LookBack = 4096;

    private const uint TimeBits = 0x0FFFFFFF;

    private readonly Evt2Words words = new();
    private long start;
    private long planAt;
    private long planEnd;
    private int chunkWords;

    /// <summary>The high time when the last chunk was taken over, of which others guess the wraps.</summary>
    private long guess;

    /// <inheritdoc/>
    public override string Format => "evt2";

    /// <inheritdoc/>
    internal override long? EventsLeftAtMost => (Window.ContentLength - Window.Position) / WordSize;

    /// <inheritdoc/>
    private protected override int WordSize => 4;

    /// <inheritdoc/>
    private protected override IChunkFormat Chunks => this;

    /// <inheritdoc/>
    private protected override int DecodeWords(ReadOnlySpan<byte> bytes, EventColumns to, out int consumed)
    {
        words.ClearCounts();
        int written = words.Decode(bytes, to, out consumed, out _);
        Count(words);
        return written;
    }

    /// <inheritdoc/>
    private protected override void CarryState(ReaderState state)
    {
        base.CarryState(state);
        words.Time.Carry(state);
    }

    /// <inheritdoc/>
    int IChunkFormat.MostBytes(int records)
    {
        chunkWords = records;
        start = Window.Position;
        return LookBack + (records * WordSize);
    }

    /// <inheritdoc/>
    Chunk IChunkFormat.Create(EventBatch events) => new Evt2Chunk(events);

    /// <inheritdoc/>
    void IChunkFormat.Replan()
    {
        planAt = Window.Position;
        planEnd = IsAtPlace ? Window.ContentLength ?? 0 : 0;
        Volatile.Write(ref guess, words.Time.High);
    }

    /// <inheritdoc/>
    bool IChunkFormat.Plan(Chunk chunk)
    {
        // The rest, shorter than a chunk and perhaps cut, is for the reader.
        chunk.Position = planAt;
        chunk.Length = chunkWords * WordSize;
        chunk.MostEvents = chunkWords;
        chunk.LookBack = (int)Math.Min(LookBack, planAt - start);
        planAt += chunk.Length;
        return planAt <= planEnd;
    }

    /// <inheritdoc/>
    void IChunkFormat.Settle(Chunk chunk)
    {
        ((Evt2Chunk)chunk).Before = words.Time;
        chunk.LookBack = 0;
        chunk.IsSettled = true;
    }

    /// <inheritdoc/>
    void IChunkFormat.Decode(Chunk chunk, ReadOnlySpan<byte> bytes, EventBatch to)
    {
        Evt2Chunk here = (Evt2Chunk)chunk;
        if (!here.IsSettled)
        {
            here.Before = GuessFrom(bytes[..here.LookBack]);
        }

        Evt2Words decoder = here.Words;
        decoder.Time = here.Before;
        decoder.ClearCounts();
        int written = decoder.Decode(bytes[here.LookBack..], to.GetFreeColumns(), out _, out ColumnFacts facts);
        to.Advance(written);
        here.Facts = facts;
    }

    /// <inheritdoc/>
    bool IChunkFormat.Accept(Chunk chunk)
    {
        Evt2Chunk here = (Evt2Chunk)chunk;
        if (!here.Before.IsSame(words.Time))
        {
            return false;
        }

        words.Time = here.Words.Time;
        Volatile.Write(ref guess, words.Time.High);
        Count(here.Words);
        return true;
    }

    /// <summary>The last TIME_HIGH word in front of a chunk, with the wraps of the last chunk that was taken over.</summary>
    private HighTime GuessFrom(ReadOnlySpan<byte> before)
    {
        HighTime time = new(28, 6);
        ReadOnlySpan<uint> inFront = MemoryMarshal.Cast<byte, uint>(before);
        int last = inFront.LastIndexOfAnyInRange(Evt2Words.TimeHigh << 28, (Evt2Words.TimeHigh << 28) | TimeBits);
        if (last >= 0)
        {
            time.Guess(Volatile.Read(ref guess), inFront[last] & TimeBits);
        }

        return time;
    }

    private void Count(Evt2Words counted)
    {
        if (counted.BeforeFirstTime > 0)
        {
            Skip(SkipReason.BeforeFirstTime, counted.BeforeFirstTime);
        }

        for (uint type = 0; counted.HasOthers && type < counted.Others.Length; type++)
        {
            if (counted.Others[type] > 0)
            {
                CountWord(type, counted.Others[type]);
            }
        }
    }
}
