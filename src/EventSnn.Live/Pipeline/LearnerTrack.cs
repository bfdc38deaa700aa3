using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Networks.Continual;

namespace EventSnn.Live.Pipeline;

/// <summary>What a person teaches: time steps, latent vectors, and the learner of them. Not safe for concurrent use.</summary>
internal sealed class LearnerTrack
{
    /// <summary>The first moments of a showing still hold what was before it.</summary>
    private const long TeachDelayMicroseconds = 250_000;

    private readonly LiveOptions options;
    private readonly Heard hear;
    private readonly long step;
    private TimeBinner binner = null!;
    private ILatentEncoder encoder = null!;
    private float[] latent = [];
    private BinningCounters before;
    private bool showing;
    private long shownSteps;
    private long sinceDecision;

    /// <summary>Creates a track that knows nothing.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="size">The sensor to begin with.</param>
    /// <param name="hear">Told every decision, before what it was made of is learned.</param>
    public LearnerTrack(LiveOptions options, SensorSize size, Heard hear)
    {
        this.options = options;
        this.hear = hear;
        step = options.StepMicroseconds;
        UseSensor(size);
        Learner = new ContinualLearner(encoder.Size, options.Learner);
    }

    /// <summary>Told a decision.</summary>
    /// <param name="said">What the learner believes.</param>
    /// <param name="end">The event time at which its last step ended.</param>
    /// <param name="quiet">Whether no event was in that step.</param>
    public delegate void Heard(ContinualDecision said, long end, bool quiet);

    /// <summary>What was learned.</summary>
    public ContinualLearner Learner { get; }

    /// <summary>What became of the events.</summary>
    public BinningCounters Binned => before.Plus(binner.Counters);

    /// <summary>Event time that was worked through, in seconds.</summary>
    public double Seconds { get; private set; }

    /// <summary>Seconds of the showing that is going on.</summary>
    public double ShownSeconds => shownSteps * step * 1e-6;

    /// <summary>Says which sensor the next events come from.</summary>
    /// <param name="size">The sensor.</param>
    public void UseSensor(SensorSize size)
    {
        BinningOptions binning = options.BinningFor(size);
        before = before.Plus(binner?.Counters ?? default);
        binner = new TimeBinner(binning, Take);
        encoder = options.CreateEncoder(binning.Shape);
        latent = new float[encoder.Size];
    }

    /// <summary>Takes events.</summary>
    /// <param name="batch">Borrowed.</param>
    public void Push(EventBatch batch) => binner.Push(batch);

    /// <summary>Steps on without events.</summary>
    /// <param name="timestamp">Event time.</param>
    public void AdvanceTo(long timestamp) => binner.AdvanceTo(timestamp);

    /// <summary>Ends the step that is being filled; the next event begins a new clock.</summary>
    public void Complete() => binner.Complete();

    /// <summary>Forgets what it saw lately, not what it learned.</summary>
    public void Reset()
    {
        binner.Complete();
        encoder.Reset();
    }

    /// <summary>Passes over time of which no events came to it: what it saw lately stays as it was, unless that is long ago.</summary>
    /// <param name="microseconds">How much.</param>
    public void SkipUnseen(long microseconds)
    {
        binner.Complete();
        if (microseconds > options.CatchUp.HoldMicroseconds)
        {
            encoder.Reset();
        }
    }

    /// <summary>Begins a showing.</summary>
    /// <param name="name">The gesture.</param>
    public void Begin(string name)
    {
        shownSteps = 0;
        showing = true;
        Learner.Begin(name);
    }

    /// <summary>Ends the showing.</summary>
    public void End()
    {
        showing = false;
        Learner.End();
    }

    /// <summary>Teaches from steps that are at hand: one showing.</summary>
    /// <param name="name">The gesture.</param>
    /// <param name="clip">Its steps.</param>
    public void TeachFrom(string name, StepSequence clip)
    {
        ILatentEncoder own = options.CreateEncoder(encoder.Shape);
        long every = options.DecisionMicroseconds / step;
        Learner.Begin(name);
        for (int k = 0; k < clip.Count; k++)
        {
            own.Push(clip.Inputs(k), clip.Counts(k));
            if ((k + 1) * step > TeachDelayMicroseconds && (k + 1) % every == 0)
            {
                own.CopyTo(latent);
                Learner.Learn(latent, options.DecisionMicroseconds * 1e-6, own.EventsPerSecond);
            }
        }

        Learner.End();
    }

    /// <summary>What would be said of steps that are at hand if they came after nothing.</summary>
    /// <param name="clip">The steps.</param>
    /// <returns>The gesture's name after every step; null where it is none.</returns>
    public IReadOnlyList<string?> Names(StepSequence clip)
    {
        ILatentEncoder own = options.CreateEncoder(encoder.Shape);
        var names = new List<string?>();
        for (int k = 0; k < clip.Count; k++)
        {
            own.Push(clip.Inputs(k), clip.Counts(k));
            own.CopyTo(latent);
            ContinualDecision said = Learner.Decide(latent, own.EventsPerSecond);
            names.Add(said.Kind == DecisionKind.Gesture ? Learner.Classes[said.Class].Name : null);
        }

        return names;
    }

    private void Take(StreamItem item)
    {
        if (item is not StepBatch batch)
        {
            encoder.Reset();
            return;
        }

        for (int k = 0; k < batch.Count; k++)
        {
            encoder.Push(batch.Inputs(k), batch.Counts(k));
            Seconds += step * 1e-6;
            shownSteps += showing ? 1 : 0;
            if (++sinceDecision * step >= options.DecisionMicroseconds)
            {
                sinceDecision = 0;
                Decide(batch.Timestamp(k) + step, batch.Inputs(k).IsEmpty);
            }
        }
    }

    private void Decide(long end, bool quiet)
    {
        encoder.CopyTo(latent);
        double rate = encoder.EventsPerSecond;
        hear(Learner.Decide(latent, rate), end, quiet);
        if (showing && shownSteps * step > TeachDelayMicroseconds)
        {
            Learner.Learn(latent, options.DecisionMicroseconds * 1e-6, rate);
        }
    }
}
