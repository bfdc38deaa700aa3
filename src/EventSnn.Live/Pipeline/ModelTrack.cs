using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Live.CatchUp;
using EventSnn.Networks;
using EventSnn.Streaming.Recognition;

namespace EventSnn.Live.Pipeline;

/// <summary>
/// A trained model that watches the same events in time steps of its own, and passes over time where it cannot follow. Not safe for concurrent use.
/// </summary>
internal sealed class ModelTrack : IDisposable
{
    private readonly SpikingNetwork network;
    private readonly Recognizer recognizer;
    private readonly LagWatch watch;
    private readonly SkipReport report;
    private readonly long holdSteps;
    private readonly int countedInputs; // motion counts no events
    private TimeBinner? binner;
    private BinningCounters before;
    private long seen;
    private long run; // steps skipped without one taken between

    /// <summary>Creates a track without a sensor.</summary>
    /// <param name="network">The model; borrowed.</param>
    /// <param name="options">How often it is asked, and what it does when it is behind.</param>
    /// <param name="time">The host's clock.</param>
    /// <param name="tell">Told what was skipped.</param>
    public ModelTrack(SpikingNetwork network, LiveOptions options, TimeProvider time, Action<StreamNotice> tell)
    {
        this.network = network;
        watch = new LagWatch(options.CatchUp, time);
        report = new SkipReport("The model", tell);
        holdSteps = options.CatchUp.HoldMicroseconds / network.Definition.StepMicroseconds;
        countedInputs = (network.Definition.Input with { Channels = 2 }).Size;
        recognizer = new Recognizer(network, new RecognitionOptions
        {
            Learn = true, Prequential = false, IntervalMicroseconds = Math.Max(network.Definition.StepMicroseconds, options.DecisionMicroseconds),
        });
    }

    /// <summary>The last decision; null before the first.</summary>
    public GestureClassification? Says { get; private set; }

    /// <summary>The classes of the model.</summary>
    public IReadOnlyList<string> ClassNames => network.Definition.ClassNames;

    /// <summary>Spike rate and error per layer; empty where the sensor does not fit.</summary>
    public LayerStatus[] Layers => binner is null
        ? [] : [.. Enumerable.Range(0, recognizer.State.LayerCount).Select(l => new LayerStatus(recognizer.State.SpikeRate(l), recognizer.State.Loss(l)))];

    /// <summary>What it has seen of the stream.</summary>
    public ModelFlow Flow
    {
        get
        {
            BinningCounters binned = before.Plus(binner?.Counters ?? default);
            return new ModelFlow(
                recognizer.Steps, recognizer.SkippedSteps, report.Microseconds * 1e-6, recognizer.LearnedSteps, recognizer.SparedSteps,
                binned.In, seen, report.Events, binned.Binned - binned.Saturated - seen - report.Events, binned.Late, binned.OutOfRange, binned.Saturated);
        }
    }

    /// <summary>Says which sensor the next events come from; one that no down-sampling makes fit is not watched.</summary>
    /// <param name="size">The sensor.</param>
    public void UseSensor(SensorSize size)
    {
        binner?.Complete();
        before = before.Plus(binner?.Counters ?? default);
        binner = network.Definition.BinningFor(size) is { } binning ? new TimeBinner(binning, Take) : null;
    }

    /// <summary>Takes events.</summary>
    /// <param name="batch">Borrowed.</param>
    /// <param name="received">When they came, in ticks of the host's clock; 0 where nobody knows.</param>
    public void Push(EventBatch batch, long received)
    {
        watch.Begin(received, batch.Timestamps[0]);
        binner?.Push(batch);
    }

    /// <summary>Steps on without events.</summary>
    /// <param name="timestamp">Event time.</param>
    /// <param name="now">Of the host's clock.</param>
    public void AdvanceTo(long timestamp, long now)
    {
        watch.Begin(now, binner?.CurrentStepStart ?? timestamp);
        binner?.AdvanceTo(timestamp);
    }

    /// <summary>Passes over time of which no events came to it: they were lost, or held back.</summary>
    /// <param name="microseconds">How much.</param>
    public void SkipUnseen(long microseconds)
    {
        binner?.Complete();
        report.Skipped(microseconds, 0, 0);
        PassOver(microseconds / network.Definition.StepMicroseconds);
    }

    /// <summary>Ends the step that is being filled; the next event begins a new clock.</summary>
    public void Complete() => binner?.Complete();

    /// <summary>Switches learning.</summary>
    /// <param name="on">Whether it learns from labels.</param>
    public void Learn(bool on) => recognizer.Learning = on;

    /// <summary>Says what is shown from now on.</summary>
    /// <param name="name">The gesture; null, or a name that the model does not have, for none.</param>
    public void Mark(string? name) => recognizer.Mark(new LabelMark(null, name is null ? LabelMark.None : ClassNames.ToList().IndexOf(name)));

    /// <summary>Shows what was skipped and not shown yet.</summary>
    /// <param name="timestamp">The event time.</param>
    public void ShowSkipped(long timestamp) => report.Flush(timestamp);

    /// <inheritdoc/>
    public void Dispose() => recognizer.Dispose();

    private void Take(StreamItem item)
    {
        if (item is not StepBatch batch)
        {
            recognizer.Push(item, Hear);
            return;
        }

        for (int k = 0; k < batch.Count; k++)
        {
            long end = batch.Timestamp(k) + batch.StepMicroseconds;
            watch.Judge(end);
            if (watch.Skips)
            {
                report.Skipped(batch.StepMicroseconds, 1, Events(batch, k));
                PassOver(1);
                continue;
            }

            run = 0;
            long sparedBefore = recognizer.SparedSteps;
            recognizer.SparesLearning = watch.Spares;
            recognizer.Push(batch, k, 1, Hear);
            seen += Events(batch, k);
            if (recognizer.SparedSteps != sparedBefore)
            {
                report.Spared();
            }

            report.Show(end);
        }
    }

    private void Hear(StreamItem said) => Says = said as GestureClassification ?? Says;

    /// <summary>A short time is passed over as if what was seen last had gone on; a long one is a gap.</summary>
    private void PassOver(long steps)
    {
        recognizer.Skip(steps);
        bool held = run <= holdSteps;
        run += steps;
        if (held && run > holdSteps)
        {
            recognizer.Push(new StreamNotice(NoticeKind.TimestampGap, null, run * network.Definition.StepMicroseconds, "Skipped."), Hear);
        }
    }

    private long Events(StepBatch batch, int k)
    {
        ReadOnlySpan<int> inputs = batch.Inputs(k);
        ReadOnlySpan<ushort> counts = batch.Counts(k);
        long sum = 0;
        for (int i = 0; i < inputs.Length && inputs[i] < countedInputs; i++)
        {
            sum += counts[i];
        }

        return sum;
    }
}
