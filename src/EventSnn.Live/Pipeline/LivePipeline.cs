using System.Reactive.Subjects;
using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Live.CatchUp;
using EventSnn.Networks;
using EventSnn.Networks.Continual;
using EventSnn.Streaming.Recognition;

namespace EventSnn.Live.Pipeline;

/// <summary>
/// From events to decisions, with a person teaching: picture, time steps, latent vectors, the learner, and a model where one is given.
/// Every member may be called from any thread.
/// </summary>
public sealed class LivePipeline : IDisposable
{
    /// <summary>A source that was silent for so long in host time is stepped on by the clock.</summary>
    private static readonly TimeSpan SilenceAfter = TimeSpan.FromMilliseconds(150);

    /// <summary>The learner costs little: it gives up time only where the model has already given up all of its own.</summary>
    private const double LearnersPatience = 1.5;

    private readonly Subject<LiveDecision> decisions = new();
    private readonly Subject<StreamNotice> notices = new();
    private readonly Lock gate = new();
    private readonly LiveOptions options;
    private readonly LearnerTrack taught;
    private readonly ModelTrack? model;
    private readonly SessionRecorder recorder;
    private readonly TimeProvider time;
    private readonly LagWatch watch;
    private readonly SkippedSpan skipped;
    private TimeSurface surface = null!;
    private LearnerSnapshot? restorePoint;
    private string? teaching;
    private bool learning = true;
    private bool paused;
    private long events;
    private long passedOver;
    private long lastReceived;
    private long batchReceived;
    private long batchFirst;
    private long lastItem;
    private long lastTime;
    private long steppedTo; // by the host's clock, in silence

    /// <summary>Creates a pipeline.</summary>
    /// <param name="size">The sensor to begin with.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    /// <param name="network">A model, which the pipeline borrows; null for none.</param>
    /// <param name="time">The host's clock, by which a silent source is stepped on and lags are measured; null for the system's. <see cref="EventBatch.ReceivedAt"/> is in its ticks.</param>
    public LivePipeline(SensorSize size, LiveOptions? options = null, SpikingNetwork? network = null, TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
        this.options = options ?? new LiveOptions();
        watch = new LagWatch(this.options.CatchUp, this.time, LearnersPatience);
        skipped = new SkippedSpan("The pipeline", notices.OnNext);
        model = network is null ? null : new ModelTrack(network, this.options, this.time, notices.OnNext);
        recorder = new SessionRecorder(this.options.RecordingBytes);
        taught = new LearnerTrack(this.options, size, Decide);
        surface = new TimeSurface(size);
        model?.UseSensor(size);
    }

    /// <summary>Every decision, on the thread of the events, while the pipeline is locked: be brief.</summary>
    public IObservable<LiveDecision> Decisions => decisions;

    /// <summary>What the pipeline itself has to tell: time and learning that were skipped. On the thread of the events, while the pipeline is locked: be brief.</summary>
    public IObservable<StreamNotice> Notices => notices;

    /// <summary>The last decision; null before the first.</summary>
    public LiveDecision? Decision { get; private set; }

    /// <summary>The picture.</summary>
    public TimeSurface Surface => surface;

    /// <summary>From the last event of a step received to the decision.</summary>
    public LatencyTrack DecidedLatency { get; } = new();

    /// <summary>From the last event of a step received to the decision sent to a page.</summary>
    public LatencyTrack SentLatency { get; } = new();

    /// <summary>Says which sensor the next events come from. What was learned stays: latent vectors do not depend on the sensor.</summary>
    /// <param name="size">The sensor.</param>
    public void UseSensor(SensorSize size)
    {
        lock (gate)
        {
            taught.UseSensor(size);
            surface = new TimeSurface(size);
            model?.UseSensor(size);
            recorder.ClockReset();
        }
    }

    /// <summary>Takes events and notices.</summary>
    /// <param name="item">The item; borrowed.</param>
    public void Push(StreamItem item)
    {
        lock (gate)
        {
            lastItem = time.GetTimestamp();
            switch (item)
            {
                case EventBatch { Count: > 0 } batch:
                    Take(batch);
                    break;
                case StreamNotice { Kind: NoticeKind.TimestampReset }:
                    RestartClock();
                    break;
                case StreamNotice { Kind: NoticeKind.Overflow } when options.CatchUp.Policy != CatchUpPolicy.Wait:
                    skipped.Begin(lastTime); // what is lost was not silence
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>To be called now and then: a source that is silent still steps, so that a gesture that ended is not shown for ever.</summary>
    public void Tick()
    {
        lock (gate)
        {
            long host = time.GetTimestamp();
            TimeSpan silent = time.GetElapsedTime(lastItem, host);
            if (lastTime > 0 && !paused && silent > SilenceAfter)
            {
                batchReceived = 0;
                long now = lastTime + (long)(silent - SilenceAfter).TotalMicroseconds;
                steppedTo = now;
                model?.AdvanceTo(now, host);
                taught.AdvanceTo(now);
                ShowSkipped(now);
            }
        }
    }

    /// <summary>Begins or ends a showing.</summary>
    /// <param name="name">The gesture that is shown from now on; null for none.</param>
    public void Teach(string? name)
    {
        lock (gate)
        {
            EndTeaching();
            if (string.IsNullOrWhiteSpace(name))
            {
                return;
            }

            teaching = name.Trim();
            taught.Begin(teaching);
            recorder.Begin(teaching);
            model?.Mark(teaching);
        }
    }

    /// <summary>Teaches from labelled steps that are at hand, as a recording's are: one showing.</summary>
    /// <param name="name">The gesture.</param>
    /// <param name="clip">Its steps, of this pipeline's shape and step length.</param>
    public void TeachFrom(string name, StepSequence clip)
    {
        ArgumentNullException.ThrowIfNull(clip);
        lock (gate)
        {
            taught.TeachFrom(name, clip);
        }
    }

    /// <summary>What would be said of steps that are at hand if they came after nothing. Learns nothing.</summary>
    /// <param name="clip">The steps, of this pipeline's shape and step length.</param>
    /// <returns>The gesture's name after every step; null where it is none. The model is not asked.</returns>
    public IReadOnlyList<string?> Names(StepSequence clip)
    {
        ArgumentNullException.ThrowIfNull(clip);
        lock (gate)
        {
            return taught.Names(clip);
        }
    }

    /// <summary>Takes the last showing back.</summary>
    /// <returns>False where there is none.</returns>
    public bool Undo()
    {
        lock (gate)
        {
            EndTeaching();
            recorder.Undo();
            return taught.Learner.Undo();
        }
    }

    /// <summary>Keeps what is known now.</summary>
    public void KeepSnapshot()
    {
        lock (gate)
        {
            EndTeaching();
            restorePoint = taught.Learner.Snapshot();
        }
    }

    /// <summary>Goes back to what was kept.</summary>
    /// <returns>False where nothing was kept.</returns>
    public bool RestoreSnapshot()
    {
        lock (gate)
        {
            EndTeaching();
            if (restorePoint is null)
            {
                return false;
            }

            taught.Learner.Restore(restorePoint);
            return true;
        }
    }

    /// <summary>Pauses: events are counted and passed over.</summary>
    /// <param name="on">Whether to pause.</param>
    public void Pause(bool on)
    {
        lock (gate)
        {
            EndTeaching();
            paused = on;
            RestartClock();
        }
    }

    /// <summary>Switches the model's learning.</summary>
    /// <param name="on">Whether it learns from labels.</param>
    public void Learn(bool on)
    {
        lock (gate)
        {
            learning = on;
            model?.Learn(on);
        }
    }

    /// <summary>The session as a zip archive in the layout of DvsGesture.</summary>
    /// <returns>Its bytes.</returns>
    public byte[] Export()
    {
        lock (gate)
        {
            return recorder.Export();
        }
    }

    /// <summary>What is going on.</summary>
    /// <returns>A copy.</returns>
    public PipelineStatus Status()
    {
        lock (gate)
        {
            BinningCounters binned = taught.Binned;
            return new PipelineStatus(
                Classes(), model?.Layers ?? [], teaching, taught.ShownSeconds, taught.Learner.UndoDepth, learning, paused, events, binned.Binned, binned.Late, binned.OutOfRange, passedOver,
                skipped.Events, skipped.Seconds, taught.Seconds, model?.Flow, DecidedLatency.Figures(), SentLatency.Figures(), recorder.Events, recorder.IsFull);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            decisions.Dispose();
            notices.Dispose();
            recorder.Dispose();
            model?.Dispose();
        }
    }

    private void RestartClock()
    {
        EndSkipping(lastTime);
        model?.Complete();
        taught.Reset();
        recorder.ClockReset();
        ShowSkipped(lastTime);
        lastTime = 0;
        steppedTo = 0;
    }

    /// <summary>What seemed silent was only held up on its way: its events are no less true for that, so the steps begin anew at them.</summary>
    private void TakeBackSilence()
    {
        model?.Complete();
        taught.Complete();
    }

    private void Take(EventBatch batch)
    {
        events += batch.Count;
        surface.Add(batch);
        if (paused)
        {
            passedOver += batch.Count;
            return;
        }

        recorder.Write(batch);
        batchFirst = batch.Timestamps[0];
        batchReceived = batch.ReceivedAt != 0 ? batch.ReceivedAt : time.GetTimestamp();
        watch.Begin(batch.ReceivedAt, batchFirst);
        watch.Judge(batchFirst);
        if (watch.Skips)
        {
            skipped.Begin(lastTime);
            skipped.Add(batch.Count);
            return;
        }

        EndSkipping(batchFirst);
        if (steppedTo > batchFirst)
        {
            TakeBackSilence();
        }

        steppedTo = 0;
        model?.Push(batch, batch.ReceivedAt); // first, so that a decision of this moment has heard it
        taught.Push(batch);
        lastTime = Math.Max(lastTime, batch.Timestamps[^1]);
        lastReceived = batchReceived;
    }

    private void EndSkipping(long now)
    {
        if (!skipped.End(now, out long microseconds))
        {
            return;
        }

        steppedTo = 0;
        model?.SkipUnseen(microseconds);
        taught.SkipUnseen(microseconds);
        skipped.Show(now);
    }

    private void ShowSkipped(long now)
    {
        model?.ShowSkipped(now);
        skipped.Flush(now);
    }

    private void Decide(ContinualDecision said, long end, bool quiet)
    {
        long received = quiet || batchReceived == 0 ? 0 : batchFirst < end ? batchReceived : lastReceived;
        Decision = SpokenDecision.Of(said, taught.Learner, model?.Says, model?.ClassNames.Count ?? 0, options.Learner.LeastConfidence, end, received);
        if (received != 0)
        {
            DecidedLatency.Add(time.GetElapsedTime(received));
        }

        decisions.OnNext(Decision);
    }

    private void EndTeaching()
    {
        if (teaching is not null)
        {
            taught.End();
            recorder.End();
            model?.Mark(null);
            teaching = null;
        }
    }

    private List<ClassStatus> Classes()
    {
        IEnumerable<ClassStatus> ofModel = model?.Says is null ? [] : model.ClassNames.Select(n => new ClassStatus(n, 0, 0));
        return [.. ofModel, .. taught.Learner.Classes.Select(c => new ClassStatus(c.Name, c.Seconds, c.Showings))];
    }
}
