using System.Diagnostics;
using System.Reactive.Subjects;
using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
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

    /// <summary>The first moments of a showing still hold what was before it.</summary>
    private const long TeachDelayMicroseconds = 250_000;

    private readonly Subject<LiveDecision> decisions = new();
    private readonly Lock gate = new();
    private readonly LiveOptions options;
    private readonly ContinualLearner learner;
    private readonly ModelTrack? model;
    private readonly SessionRecorder recorder;
    private readonly TimeProvider time;
    private readonly long step;
    private TimeBinner binner = null!;
    private ILatentEncoder encoder = null!;
    private TimeSurface surface = null!;
    private float[] latent = [];
    private BinningCounters binnedBefore;
    private LearnerSnapshot? restorePoint;
    private string? teaching;
    private bool learning = true;
    private bool paused;
    private long teachSteps;
    private long sinceDecision;
    private long events;
    private long passedOver;
    private long steps;
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
    /// <param name="time">The host's clock, by which a silent source is stepped on; null for the system's.</param>
    public LivePipeline(SensorSize size, LiveOptions? options = null, SpikingNetwork? network = null, TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
        this.options = options ?? new LiveOptions();
        step = this.options.StepMicroseconds;
        model = network is null ? null : new ModelTrack(network, this.options.DecisionMicroseconds);
        recorder = new SessionRecorder(this.options.RecordingBytes);
        UseSensor(size);
        learner = new ContinualLearner(encoder.Size, this.options.Learner);
    }

    /// <summary>Every decision, on the thread of the events, while the pipeline is locked: be brief.</summary>
    public IObservable<LiveDecision> Decisions => decisions;

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
            BinningOptions binning = options.BinningFor(size);
            binnedBefore = Sum(binnedBefore, binner?.Counters ?? default);
            binner = new TimeBinner(binning, TakeSteps);
            encoder = options.CreateEncoder(binning.Shape);
            latent = new float[encoder.Size];
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
            if (item is EventBatch { Count: > 0 } batch)
            {
                Take(batch);
            }
            else if (item is StreamNotice { Kind: NoticeKind.TimestampReset })
            {
                RestartClock();
            }
        }
    }

    /// <summary>To be called now and then: a source that is silent still steps, so that a gesture that ended is not shown for ever.</summary>
    public void Tick()
    {
        lock (gate)
        {
            TimeSpan silent = time.GetElapsedTime(lastItem);
            if (lastTime > 0 && !paused && silent > SilenceAfter)
            {
                batchReceived = 0;
                long now = lastTime + (long)(silent - SilenceAfter).TotalMicroseconds;
                steppedTo = now;
                model?.AdvanceTo(now);
                binner.AdvanceTo(now);
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
            teachSteps = 0;
            learner.Begin(teaching);
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
            ILatentEncoder own = options.CreateEncoder(encoder.Shape);
            long every = options.DecisionMicroseconds / step;
            learner.Begin(name);
            for (int k = 0; k < clip.Count; k++)
            {
                own.Push(clip.Inputs(k), clip.Counts(k));
                if ((k + 1) * step > TeachDelayMicroseconds && (k + 1) % every == 0)
                {
                    own.CopyTo(latent);
                    learner.Learn(latent, options.DecisionMicroseconds * 1e-6, own.EventsPerSecond);
                }
            }

            learner.End();
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
            ILatentEncoder own = options.CreateEncoder(encoder.Shape);
            var names = new List<string?>();
            for (int k = 0; k < clip.Count; k++)
            {
                own.Push(clip.Inputs(k), clip.Counts(k));
                own.CopyTo(latent);
                ContinualDecision said = learner.Decide(latent, own.EventsPerSecond);
                names.Add(said.Kind == DecisionKind.Gesture ? learner.Classes[said.Class].Name : null);
            }

            return names;
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
            return learner.Undo();
        }
    }

    /// <summary>Keeps what is known now.</summary>
    public void KeepSnapshot()
    {
        lock (gate)
        {
            EndTeaching();
            restorePoint = learner.Snapshot();
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

            learner.Restore(restorePoint);
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
            BinningCounters binned = Sum(binnedBefore, binner.Counters);
            return new PipelineStatus(
                Classes(), model?.Layers ?? [], teaching, teachSteps * step * 1e-6, learner.UndoDepth, learning, paused, events, binned.Binned, binned.Late, binned.OutOfRange, passedOver,
                steps * step * 1e-6, DecidedLatency.Figures(), SentLatency.Figures(), recorder.Events, recorder.IsFull);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            decisions.Dispose();
            recorder.Dispose();
            model?.Dispose();
        }
    }

    private static BinningCounters Sum(BinningCounters a, BinningCounters b) => a with
    {
        In = a.In + b.In,
        Binned = a.Binned + b.Binned,
        Late = a.Late + b.Late,
        OutOfRange = a.OutOfRange + b.OutOfRange,
    };

    private void RestartClock()
    {
        model?.Complete();
        binner.Complete();
        encoder.Reset();
        recorder.ClockReset();
        lastTime = 0;
        steppedTo = 0;
    }

    /// <summary>What seemed silent was only held up on its way: its events are no less true for that, so the steps begin anew at them.</summary>
    private void TakeBackSilence()
    {
        model?.Complete();
        binner.Complete();
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

        batchFirst = batch.Timestamps[0];
        if (steppedTo > batchFirst)
        {
            TakeBackSilence();
        }

        steppedTo = 0;
        batchReceived = batch.ReceivedAt != 0 ? batch.ReceivedAt : Stopwatch.GetTimestamp();
        recorder.Write(batch);
        model?.Push(batch); // first, so that a decision of this moment has heard it
        binner.Push(batch);
        lastTime = Math.Max(lastTime, batch.Timestamps[^1]);
        lastReceived = batchReceived;
    }

    private void TakeSteps(StreamItem item)
    {
        if (item is not StepBatch batch)
        {
            encoder.Reset();
            return;
        }

        for (int k = 0; k < batch.Count; k++)
        {
            encoder.Push(batch.Inputs(k), batch.Counts(k));
            steps++;
            teachSteps += teaching is null ? 0 : 1;
            if (++sinceDecision * step >= options.DecisionMicroseconds)
            {
                sinceDecision = 0;
                long end = batch.Timestamp(k) + step;
                long received = batch.Inputs(k).IsEmpty || batchReceived == 0 ? 0 : batchFirst < end ? batchReceived : lastReceived;
                Decide(end, received);
            }
        }
    }

    private void Decide(long timestamp, long received)
    {
        encoder.CopyTo(latent);
        double rate = encoder.EventsPerSecond;
        ContinualDecision taught = learner.Decide(latent, rate);
        Decision = Combine(taught, timestamp, received);
        if (received != 0)
        {
            DecidedLatency.AddSince(received);
        }

        decisions.OnNext(Decision);
        if (teaching is not null && teachSteps * step > TeachDelayMicroseconds)
        {
            learner.Learn(latent, options.DecisionMicroseconds * 1e-6, rate);
        }
    }

    /// <summary>What was taught has the word where it knows the moment; else the model, where there is one.</summary>
    private LiveDecision Combine(ContinualDecision taught, long timestamp, long received)
    {
        if (model?.Says is not { } said || taught.Kind is DecisionKind.Gesture or DecisionKind.NoGesture)
        {
            string? name = taught.Kind == DecisionKind.Gesture ? learner.Classes[taught.Class].Name : null;
            IReadOnlyList<double> scores = model?.Says is null ? taught.Probabilities : [.. new double[model.ClassNames.Count], .. taught.Probabilities];
            return new LiveDecision(taught.Kind, name, taught.Confidence, timestamp, scores, received);
        }

        bool sure = said.Confidence >= options.Learner.LeastConfidence;
        double[] shares = [.. said.Scores.Select(s => (double)Math.Max(0, s))];
        double sum = Math.Max(1e-9, shares.Sum());
        return new LiveDecision(
            sure ? DecisionKind.Gesture : DecisionKind.Unknown, sure ? said.ClassName : null, said.Confidence, timestamp,
            [.. shares.Select(s => s / sum), .. new double[learner.Classes.Count]], received);
    }

    private void EndTeaching()
    {
        if (teaching is not null)
        {
            learner.End();
            recorder.End();
            model?.Mark(null);
            teaching = null;
        }
    }

    private List<ClassStatus> Classes()
    {
        IEnumerable<ClassStatus> ofModel = model?.Says is null ? [] : model.ClassNames.Select(n => new ClassStatus(n, 0, 0));
        return [.. ofModel, .. learner.Classes.Select(c => new ClassStatus(c.Name, c.Seconds, c.Showings))];
    }
}
