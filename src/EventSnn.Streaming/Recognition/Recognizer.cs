using System.Diagnostics;
using EventSnn.Events.Binning;
using EventSnn.Events.Streams;
using EventSnn.Networks;
using EventSnn.Networks.Decisions;
using EventSnn.Streaming.Telemetry;

namespace EventSnn.Streaming.Recognition;

/// <summary>
/// Runs a network over time steps, learns where a label is in force, and says what it believes: the part of
/// <see cref="Operators.RecognizeOperator"/> that knows nothing of Rx.
/// </summary>
/// <remarks>
/// Marks may be added from any thread; everything else from one. The network is borrowed: several recognisers may infer with
/// one network, one may learn.
/// </remarks>
public sealed class Recognizer : IDisposable
{
    private readonly SpikingNetwork network;
    private readonly RecognitionOptions options;
    private readonly StreamingMetrics metrics;
    private readonly NetworkState state;
    private readonly LabelClock labels = new();
    private readonly SlidingVote window;
    private readonly SlidingVote[] layerWindows;
    private readonly GestureVote gestureVote;
    private readonly bool[] seen;
    private readonly long intervalSteps;
    private SpikingNetwork? before;
    private NetworkState? beforeState;
    private long sinceOnset;
    private long sinceEmission;
    private bool learnedSinceEmission;
    private long gestureStart;
    private long gestureSteps;
    private bool gestureSeenBefore;
    private long lastEnd;

    /// <summary>Creates a recogniser.</summary>
    /// <param name="network">The network; it learns in place where the options say so.</param>
    /// <param name="options">Vote, interval, learning.</param>
    /// <param name="metrics">Where steps are counted; null for the process's.</param>
    public Recognizer(SpikingNetwork network, RecognitionOptions options, StreamingMetrics? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        long step = network.Definition.StepMicroseconds;
        options.Validate(step);
        this.network = network;
        this.options = options;
        this.metrics = metrics ?? StreamingMetrics.Default;
        int classes = network.Definition.Classes;
        int windowSteps = (int)Math.Min(options.WindowMicroseconds / step, int.MaxValue / (4 * classes));
        state = network.CreateState();
        VoteKind vote = network.Definition.DecisionVote(options.Vote);
        window = new SlidingVote(classes, windowSteps, vote);
        layerWindows = new SlidingVote[network.Definition.Layers.Count];
        for (int l = 0; l < layerWindows.Length; l++)
        {
            layerWindows[l] = new SlidingVote(classes, windowSteps, options.Vote);
        }

        gestureVote = new GestureVote(network, vote, options.Vote);
        seen = new bool[classes];
        intervalSteps = options.IntervalFor(step) / step;
        Learning = options.Learn;
    }

    /// <summary>Whether labelled steps are learned from. Can be switched while the stream runs.</summary>
    public bool Learning { get; set; }

    /// <summary>
    /// Whether labelled steps are followed but no layer learns from them, because there is no time to. Unlike <see cref="Learning"/> it does not end
    /// the clip that a clip readout collects.
    /// </summary>
    public bool SparesLearning { get; set; }

    /// <summary>The network's activity on this stream, for spike rates and local errors. To be read by the thread that pushes.</summary>
    public NetworkState State => state;

    /// <summary>Steps taken so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Steps learned from so far.</summary>
    public long LearnedSteps { get; private set; }

    /// <summary>Labelled steps that learned nothing because of <see cref="SparesLearning"/>.</summary>
    public long SparedSteps { get; private set; }

    /// <summary>Steps that were skipped.</summary>
    public long SkippedSteps { get; private set; }

    /// <summary>Puts a label in force, or ends one. Any thread.</summary>
    /// <param name="mark">The mark.</param>
    /// <exception cref="ArgumentOutOfRangeException">The network has no such class.</exception>
    public void Mark(LabelMark mark)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mark.Class, LabelMark.None, nameof(mark));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(mark.Class, seen.Length, nameof(mark));
        labels.Add(mark);
    }

    /// <summary>Says that a class was learned before this stream, so that it is scored from its first gesture on.</summary>
    /// <param name="gesture">The class, from 0.</param>
    public void MarkSeen(int gesture) => seen[gesture] = true;

    /// <summary>Takes step batches and notices.</summary>
    /// <param name="item">A <see cref="StepBatch"/> or a <see cref="StreamNotice"/>.</param>
    /// <param name="emit">Receives <see cref="GestureClassification"/>s, <see cref="GestureOutcome"/>s and the notices.</param>
    public void Push(StreamItem item, Action<StreamItem> emit)
    {
        ArgumentNullException.ThrowIfNull(emit);
        if (item is not StepBatch batch)
        {
            if (item is StreamNotice { Kind: NoticeKind.TimestampReset or NoticeKind.TimestampGap })
            {
                Restart();
            }

            emit(item);
            return;
        }

        Push(batch, 0, batch.Count, emit);
    }

    /// <summary>Takes some steps of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="first">The first step, from 0.</param>
    /// <param name="count">How many.</param>
    /// <param name="emit">As in <see cref="Push(StreamItem, Action{StreamItem})"/>.</param>
    public void Push(StepBatch batch, int first, int count, Action<StreamItem> emit)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(emit);
        long began = Stopwatch.GetTimestamp();
        long learnedBefore = LearnedSteps;
        for (int k = first; k < first + count; k++)
        {
            Step(batch, k, emit);
        }

        metrics.Steps(count, LearnedSteps - learnedBefore, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>
    /// Passes over time that there is no time to look at. It is not silence: the network stays as it was, as if what it last saw had gone on; votes
    /// older than the window leave it all the same.
    /// </summary>
    /// <param name="steps">How many steps it would have been, at least 0.</param>
    public void Skip(long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        SkippedSteps += steps;
        sinceOnset += steps;
        sinceEmission += steps;
        window.Skip(steps);
        foreach (SlidingVote layer in layerWindows)
        {
            layer.Skip(steps);
        }
    }

    /// <summary>Ends the stream: a gesture that is still going on gets its outcome.</summary>
    /// <param name="emit">Receives the outcome.</param>
    public void Complete(Action<StreamItem> emit)
    {
        ArgumentNullException.ThrowIfNull(emit);
        EndGesture(emit);
    }

    /// <inheritdoc/>
    public void Dispose() => before?.Dispose();

    private void Step(StepBatch batch, int k, Action<StreamItem> emit)
    {
        long start = batch.Timestamp(k);
        lastEnd = start + batch.StepMicroseconds;
        int labelBefore = labels.Class;
        if (labels.AdvanceTo(start))
        {
            ChangeLabel(labelBefore, start, emit);
        }

        int label = labels.Class;
        bool learn = Learning && label != LabelMark.None;
        ReadOnlySpan<int> inputs = batch.Inputs(k);
        ReadOnlySpan<ushort> counts = batch.Counts(k);
        long updates = network.UpdateCount;
        bool spared = learn && SparesLearning;
        if (spared)
        {
            network.Follow(state, inputs, counts, label);
        }
        else
        {
            network.Step(state, inputs, counts, label, learn);
        }

        bool learned = network.UpdateCount != updates;
        SparedSteps += spared ? 1 : 0;
        Steps++;
        LearnedSteps += learned ? 1 : 0;
        learnedSinceEmission |= learned;
        NetworkState judged = state;
        if (label != LabelMark.None)
        {
            gestureSteps++;
            if (before is not null && beforeState is not null && learn)
            {
                before.Step(beforeState, inputs, counts, LabelMark.None, learn: false);
                judged = beforeState;
            }
        }

        if (state.StepIndex > network.Definition.DecisionBurnInSteps)
        {
            window.Add(state.Scores);
            bool layersVote = state.StepIndex > network.Definition.BurnInSteps;
            for (int l = 0; l < layerWindows.Length && layersVote; l++)
            {
                layerWindows[l].Add(state.Readout(l));
            }

            if (label != LabelMark.None)
            {
                gestureVote.Add(judged, layersVote);
            }
        }

        sinceOnset++;
        if (++sinceEmission >= intervalSteps)
        {
            Emit(emit);
        }
    }

    private void ChangeLabel(int labelBefore, long start, Action<StreamItem> emit)
    {
        if (labelBefore != LabelMark.None)
        {
            EndGesture(emit, labelBefore);
        }

        sinceOnset = 0;
        if (options.ResetAtLabel)
        {
            state.Reset();
            ClearWindows();
        }

        if (labels.Class == LabelMark.None)
        {
            return;
        }

        gestureStart = start;
        gestureSteps = 0;
        gestureSeenBefore = seen[labels.Class];
        gestureVote.Clear();
        if (Learning && options.Prequential)
        {
            before ??= network.CreateTwin();
            before.CopyWeightsFrom(network);
            beforeState ??= before.CreateState();
            beforeState.CopyFrom(state);
        }
    }

    private void EndGesture(Action<StreamItem> emit) => EndGesture(emit, labels.Class);

    private void EndGesture(Action<StreamItem> emit, int label)
    {
        if (label == LabelMark.None || gestureSteps == 0)
        {
            return;
        }

        emit(new GestureOutcome
        {
            Label = label,
            Predicted = gestureVote.Class,
            LayerPredictions = gestureVote.LayerClasses(),
            Confidence = gestureVote.Confidence,
            SeenBefore = gestureSeenBefore,
            Start = gestureStart,
            End = gestureStart + (gestureSteps * network.Definition.StepMicroseconds),
            Steps = gestureSteps,
        });
        gestureSteps = 0;
        if (Learning)
        {
            network.EndClip(state);
            seen[label] = true;
        }
    }

    private void Emit(Action<StreamItem> emit)
    {
        sinceEmission = 0;
        if (window.Steps == 0)
        {
            return;
        }

        var scores = new float[seen.Length];
        window.MeanScores(scores);
        int best = window.Class;
        emit(new GestureClassification
        {
            Timestamp = lastEnd,
            Class = best,
            ClassName = network.Definition.ClassNames[best],
            Scores = scores,
            Confidence = window.Confidence,
            LayerVotes = [.. layerWindows.Select(l => l.Class)],
            StepsSinceOnset = sinceOnset,
            Label = labels.Class,
            Learned = learnedSinceEmission,
        });
        learnedSinceEmission = false;
    }

    private void Restart()
    {
        state.Reset();
        beforeState?.Reset();
        ClearWindows();
        sinceOnset = 0;
    }

    private void ClearWindows()
    {
        window.Clear();
        foreach (SlidingVote layer in layerWindows)
        {
            layer.Clear();
        }
    }
}
