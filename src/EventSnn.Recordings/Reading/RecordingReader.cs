using System.Diagnostics.CodeAnalysis;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Recordings.Ahead;
using EventSnn.Recordings.Bytes;
using EventSnn.Recordings.Notices;
using EventSnn.Recordings.Seeking;

namespace EventSnn.Recordings.Reading;

/// <summary>Reads the pixel events of one recording, batch by batch, in file order and in constant memory.</summary>
/// <remarks>
/// <para>After every <see cref="Read"/>, the one that answers false included, take the notices with <see cref="TryTakeNotice"/>
/// before handing the batch on: a reset, a damaged or cut place lies before the batch just read (a batch ends where one comes);
/// a step back in time lies inside it. Notices that are not taken before the next read are discarded; the counters keep them.</para>
/// <para>One thread at a time.</para>
/// </remarks>
public abstract class RecordingReader : IDisposable
{
    /// <summary>With fewer bytes than this at hand the next record or packet header may not be complete, and reading it could wait.</summary>
    private const int DryBelow = 32;

    /// <summary>Events that are decoded and looked at together.</summary>
    private const int Piece = 2048;
    private readonly NoticeQueue notices = new();
    private readonly Findings findings = new();
    private EventBatch? current;
    private long previousTime = long.MinValue;
    private ColumnFacts gathered;
    private int gatheredCount;
    private RangeFinder? finder;
    private RangeSelection? range;
    private bool ended;
    private bool faultTold;
    private ChunkFeed? feed;

    private protected RecordingReader(RecordingSource source)
    {
        Source = source;
    }

    /// <summary>The format's name, as in <see cref="Recording.FormatNames"/>.</summary>
    public abstract string Format { get; }

    /// <summary>A fuller description: version, variant, compression, chip.</summary>
    public virtual string FormatDetail => Format;

    /// <summary>The path or name that the recording was opened by.</summary>
    public string FileName => Source.Name;

    /// <summary>The sensor: from <see cref="ReadOptions.Size"/>, else from the file; null where neither tells it.</summary>
    public SensorSize? DeclaredSize => Source.Options.Size ?? FileSize;

    /// <summary>The camera or chip that the file names; null where it names none.</summary>
    public virtual string? Camera => null;

    /// <summary>What has been delivered and skipped so far.</summary>
    public RecordingCounters Counters { get; } = new();

    /// <summary>The first 100 faults that a tolerant reader passed over.</summary>
    public IReadOnlyList<RecordingWarning> Warnings => findings.Warnings;

    /// <summary>All faults that a tolerant reader passed over, also those beyond the first 100.</summary>
    public long WarningCount => findings.WarningCount;

    /// <summary>What the recording holds besides pixel events, counted so far.</summary>
    public IReadOnlyList<OtherItems> OtherItems => findings.OtherItems;

    /// <summary>Bytes of the file that have been read so far.</summary>
    public long BytePosition => Source.Window.FilePosition + ReadBehindWindow;

    /// <summary>Length of the file in bytes; null where it cannot be known (a pipe).</summary>
    public long? ByteLength => Source.Window.FileLength;

    /// <summary>How the events of <see cref="ReadOptions.From"/> and <see cref="ReadOptions.To"/> are found; final when the recording is read to its end.</summary>
    public TimeIndexUse IndexUse => finder?.Use ?? TimeIndexUse.None;

    /// <summary>Why an index could not be kept; null where it was, or none was wanted.</summary>
    public string? IndexFault => finder?.Fault;

    /// <summary>No more events than this can be left; null where the format does not tell before they are read.</summary>
    internal virtual long? EventsLeftAtMost => null;

    /// <summary>The largest coordinates of the whole recording, where an index tells them.</summary>
    internal (int X, int Y)? KnownExtent => finder?.KnownExtent;

    /// <summary>The range of time that is wanted, as soon as the time of the first event is known; null where all is wanted.</summary>
    private protected RangeSelection? Range => range is { IsKnown: true } ? range : null;

    /// <summary>Whether the file itself tells where its events lie in time, so that no index is needed.</summary>
    private protected virtual bool HasTimeTable => false;

    /// <summary>Whether <see cref="CarryState"/> holds all that the reader must know to go on from here.</summary>
    private protected virtual bool IsAtPlace => true;

    private protected RecordingSource Source { get; }

    /// <summary>What decodes runs of the file apart from the reader; null where the format cannot.</summary>
    private protected virtual IChunkFormat? Chunks => null;

    /// <summary>Whether chunks go on where the reader itself does not have to.</summary>
    private protected bool HasChunks => feed is { IsOn: true };

    private protected ByteWindow Window => Source.Window;

    private protected ReadOptions Options => Source.Options;

    /// <summary>Bytes that were read behind the window's position, by a format that reads several places at once.</summary>
    private protected virtual long ReadBehindWindow => 0;

    /// <summary>The sensor as the file tells it.</summary>
    private protected virtual SensorSize? FileSize => null;

    /// <summary>
    /// True where the running batch must end: a notice has to come before the next event, or a live source has nothing more at hand.
    /// </summary>
    private protected bool MustEndBatch =>
        notices.HasDeferred || (Options.Live && current is { Count: > 0 } && Window.Available.Length < DryBelow);

    /// <summary>Reads the next events.</summary>
    /// <param name="batch">Is cleared and then filled with up to its capacity; at least one event where the answer is true.</param>
    /// <returns>False at the end of the recording; the batch is then empty.</returns>
    /// <exception cref="RecordingException">The content is bad and the reader is strict, or nothing of it can be read.</exception>
    public bool Read(EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear();
        notices.StartRead();
        current = batch;
        try
        {
            while (batch.Count == 0 && !ended)
            {
                if (range is not null && !MoveToRange())
                {
                    ended = true;
                    break;
                }

                gatheredCount = 0;
                ended = !(Feed.Take(batch, ref gathered, ref gatheredCount) || Decode(batch));
                Counters.PassedOver = range?.PassedOver ?? 0;
                if (ended)
                {
                    TellFault();
                }

                if (batch.Count > 0)
                {
                    Finish(batch);
                }

                if (ended)
                {
                    finder?.KeepIndex(WarningCount);
                }
            }
        }
        catch (IOException e)
        {
            throw new RecordingException(FileName, Window.Position, "readable content", $"an input/output error ({e.Message})", null, e);
        }
        finally
        {
            current = null;
        }

        return batch.Count > 0;
    }

    /// <summary>Takes the next notice of the last read; see the remarks of the class for its place in the order.</summary>
    /// <param name="notice">The notice.</param>
    /// <returns>False where there is none left.</returns>
    public bool TryTakeNotice([NotNullWhen(true)] out StreamNotice? notice) => notices.TryTake(out notice);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    /// <param name="disposing">True where called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            feed?.Dispose();
            Source.Dispose();
        }
    }

    /// <summary>Decodes into the free part of a batch until it is full, <see cref="MustEndBatch"/>, or the content ends.</summary>
    /// <param name="batch">The batch; may be left empty.</param>
    /// <returns>False at the end of the content.</returns>
    private protected abstract bool Decode(EventBatch batch);

    /// <summary>Carries what must be known to go on from the place between two reads; overridden by readers that know more than a position.</summary>
    private protected virtual void CarryState(ReaderState state)
    {
        long position = Window.Position;
        state.Carry(ref position);
        if (state.IsRestoring)
        {
            Window.Seek(position);
        }
    }

    /// <summary>The next free columns of a batch, so few that what was decoded into them is still in the first-level cache when it is looked at.</summary>
    private protected static EventColumns NextPiece(EventBatch batch)
    {
        EventColumns free = batch.GetFreeColumns();
        int room = Math.Min(Piece, free.Length);
        return new EventColumns(free.Timestamps[..room], free.X[..room], free.Y[..room], free.Polarities[..room]);
    }

    /// <summary>Counts events that were decoded into <see cref="NextPiece"/>, and looks at them.</summary>
    private protected void Advance(EventBatch batch, EventColumns piece, int count)
    {
        if (count > 0)
        {
            Advance(batch, count, ColumnFacts.Of(piece.Timestamps[..count], piece.X[..count], piece.Y[..count], piece.Polarities[..count]));
        }
    }

    /// <summary>Counts events that were decoded into a batch and looked at already, while they were in the first-level cache.</summary>
    private protected void Advance(EventBatch batch, int count, ColumnFacts facts)
    {
        if (count == 0)
        {
            return;
        }

        int before = batch.Count;
        batch.Advance(count);
        if (gatheredCount == before)
        {
            ReadOnlySpan<long> t = batch.Timestamps;
            gathered = before == 0 ? facts : gathered.With(facts, t[before] < t[before - 1]);
            gatheredCount = batch.Count;
        }
    }

    private protected void Skip(SkipReason reason, long count) => Counters.Skip(reason, count);

    private protected void CountOther(string name, long count = 1) => findings.CountOther(name, count);

    /// <summary>Tells of a fault: throws where strict, else warns and leaves a notice.</summary>
    private protected void Damage(long offset, string expected, string found, long count = 1)
    {
        Warn(offset, expected, found);
        Notify(new StreamNotice(NoticeKind.Damaged, LastTime, count, $"{FileName}, byte {offset}: expected {expected}, found {found}."));
    }

    /// <summary>Tells of an oddity that loses no event: throws where strict, else warns.</summary>
    private protected void Warn(long offset, string expected, string found)
    {
        if (Options.Strict)
        {
            throw Source.Error(offset, expected, found, "Read without strict mode to pass over it with a warning.");
        }

        findings.Warn(offset, expected, found);
    }

    private protected void Reset(long timestamp)
    {
        Counters.TimestampResets++;
        Notify(new StreamNotice(NoticeKind.TimestampReset, timestamp, 0, "The sensor's clock was reset."));
    }

    /// <summary>Made when the first event is wanted: whether there is a range of time is known then.</summary>
    private ChunkFeed Feed => feed ??= new ChunkFeed(range is null ? Chunks : null, Source);

    private long? LastTime => current is { Count: > 0 } ? current.Timestamps[^1] : Counters.LastTimestamp;

    private void Notify(StreamNotice notice) => notices.Add(notice, afterEvents: current is { Count: > 0 });

    private void TellFault()
    {
        if (!faultTold && Window.Fault is { } fault)
        {
            faultTold = true;
            Damage(Window.Position + Window.Available.Length, "the rest of the compressed content", $"its damaged or cut end ({fault})");
        }
    }

    /// <summary>
    /// Has chunks decoded straight into the columns of a whole recording, where the format and the file allow it; from now on every batch that is
    /// read into must be the next part of these columns.
    /// </summary>
    /// <param name="block">The columns, with room for <see cref="EventsLeftAtMost"/>.</param>
    /// <param name="from">Index of the next event.</param>
    /// <param name="step">Events in the batches.</param>
    /// <returns>False where the reader decodes in its usual way.</returns>
    internal bool ReadInto(ColumnBlock block, int from, int step) => EventsLeftAtMost is { } most && Feed.ReadInto(block, from, step, most);

    /// <summary>The columns change: chunks that stand there already are copied from there.</summary>
    internal void EndReadInto() => Feed.EndReadInto();

    /// <summary>Called once behind the constructor: looks for an index where a range of time is wanted.</summary>
    internal void PrepareRange()
    {
        finder = RangeFinder.For(Source, Format, HasTimeTable);
        range = finder?.Selection;
    }

    private bool MoveToRange()
    {
        bool more = range!.Next(out long[]? state);
        Counters.PassedOver = range.PassedOver;
        if (state is not null)
        {
            CarryState(new ReaderState(state));
        }
        else if (range.WantsState && IsAtPlace)
        {
            ReaderState here = new();
            CarryState(here);
            range.Begin(here.ToArray());
        }

        return more;
    }

    private void Finish(EventBatch batch)
    {
        range?.Decoded(batch);
        ColumnFacts facts = gatheredCount == batch.Count ? gathered : ColumnFacts.Of(batch);
        if (DeclaredSize is { } size && (facts.LargestX >= size.Width || facts.LargestY >= size.Height))
        {
            DropOutside(batch, size);
            if (batch.Count == 0)
            {
                notices.ReleaseDeferred();
                return;
            }

            facts = ColumnFacts.Of(batch);
        }

        if (range?.Select(batch, facts) is { } outside and > 0)
        {
            Counters.OutsideRange += outside;
            if (batch.Count == 0)
            {
                notices.ReleaseDeferred();
                return;
            }

            facts = ColumnFacts.Of(batch);
        }

        ReadOnlySpan<long> t = batch.Timestamps;
        Counters.Delivered += t.Length;
        Counters.On += facts.On;
        Counters.FirstTimestamp ??= t[0];
        if (facts.StepsBack || t[0] < previousTime)
        {
            CountBackward(t);
        }

        previousTime = t[^1];
        Counters.LastTimestamp = previousTime;
    }

    private void CountBackward(ReadOnlySpan<long> t)
    {
        (long count, long largest, long firstAt) = BackwardSteps.Of(t, previousTime);
        if (count > 0)
        {
            Counters.BackwardTimestamps += count;
            string detail = count == 1
                ? $"Time steps back by {largest} us."
                : $"Time steps back {count} times in this batch, by up to {largest} us.";
            notices.Add(new StreamNotice(NoticeKind.TimestampBackward, firstAt, largest, detail), afterEvents: false);
        }
    }

    private void DropOutside(EventBatch batch, SensorSize size)
    {
        int dropped = OutsideEvents.Drop(batch, size, out (ushort X, ushort Y) first);
        if (Counters.SkippedFor(SkipReason.OutsideSensor) == 0)
        {
            Warn(Window.Position, $"events within {size}", $"one at x = {first.X}, y = {first.Y} (outside events are dropped and counted)");
        }

        Skip(SkipReason.OutsideSensor, dropped);
    }
}
