namespace EventSnn.Networks.Continual;

/// <summary>
/// Learns named gestures while a stream runs, one showing at a time, and says what it sees: a gesture, something unknown, or nothing.
/// What was learned before stays (see <see cref="FewShotDiscriminant"/>); every showing can be undone.
/// </summary>
/// <remarks>Unlabelled vectors change nothing. Not safe for concurrent use.</remarks>
public sealed class ContinualLearner
{
    /// <summary>Vectors are scored, then learned, in blocks: a solution per block.</summary>
    private const int Block = 5;

    private const int KeptMoments = 400;
    private readonly ContinualOptions options;
    private readonly int size;
    private readonly List<TaughtClass> classes = [];
    private readonly List<LearnerSnapshot> undo = [];
    private readonly List<(float[] Vector, double Seconds)> waiting = [];
    private readonly Queue<double> strangeness = new();
    private readonly Queue<double> rates = new();
    private TemperatureFit temperature;
    private FewShotDiscriminant readout;
    private double[] scores = [];
    private int label = -1;
    private bool labelWasKnown;
    private double limit = double.PositiveInfinity;

    /// <summary>Creates a learner that knows nothing.</summary>
    /// <param name="size">Length of a latent vector.</param>
    /// <param name="options">How it decides; null for the defaults.</param>
    public ContinualLearner(int size, ContinualOptions? options = null)
    {
        this.size = size;
        this.options = options ?? new ContinualOptions();
        readout = new FewShotDiscriminant(size);
        temperature = new TemperatureFit(FirstTemperature);
    }

    /// <summary>The classes and what was shown of each.</summary>
    public IReadOnlyList<TaughtClass> Classes => classes;

    /// <summary>The class that is being shown; -1 for none.</summary>
    public int Showing => label;

    /// <summary>Showings that can be undone.</summary>
    public int UndoDepth => undo.Count;

    /// <summary>As spread as the scores of neighbouring classes are in vectors of such a length, until predictions have told better.</summary>
    private double FirstTemperature => Math.Max(1, size / 50.0);

    /// <summary>Begins to show a class; a new name makes a new class.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The class.</returns>
    public int Begin(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        End();
        undo.Add(Snapshot());
        while (undo.Count > 1 && (undo.Count > options.UndoDepth || undo.Sum(s => s.Readout.Bytes) > options.UndoBytes))
        {
            undo.RemoveAt(0);
        }

        label = classes.FindIndex(c => c.Name == name);
        labelWasKnown = label >= 0 && classes[label].Showings > 0;
        if (label < 0)
        {
            label = readout.AddClass();
            classes.Add(new TaughtClass(name, 0, 0));
        }

        classes[label] = classes[label] with { Showings = classes[label].Showings + 1 };
        return label;
    }

    /// <summary>Learns from a moment of the class that is being shown.</summary>
    /// <param name="latent">The latent vector.</param>
    /// <param name="seconds">How much time it stands for.</param>
    /// <param name="eventsPerSecond">The rate of events at that moment.</param>
    public void Learn(ReadOnlySpan<float> latent, double seconds, double eventsPerSecond)
    {
        if (label < 0)
        {
            return;
        }

        rates.Enqueue(eventsPerSecond);
        if (rates.Count > KeptMoments)
        {
            rates.Dequeue();
        }

        classes[label] = classes[label] with { Seconds = classes[label].Seconds + seconds };
        waiting.Add((latent.ToArray(), seconds));
        if (waiting.Count == Block)
        {
            LearnWaiting();
        }
    }

    /// <summary>Ends the showing.</summary>
    public void End()
    {
        if (label < 0)
        {
            return;
        }

        LearnWaiting();
        temperature.Fit();
        readout.Solve();
        label = -1;
    }

    /// <summary>Says what a moment shows.</summary>
    /// <param name="latent">The latent vector.</param>
    /// <param name="eventsPerSecond">The rate of events.</param>
    /// <returns>The decision.</returns>
    public ContinualDecision Decide(ReadOnlySpan<float> latent, double eventsPerSecond)
    {
        var shares = new double[readout.Classes];
        if (readout.Learned == 0)
        {
            return new ContinualDecision(eventsPerSecond < options.QuietEventsPerSecond ? DecisionKind.NoGesture : DecisionKind.Untaught, -1, 0, 0, shares);
        }

        Resize();
        (double relative, double distance) = readout.Judge(latent, scores);
        double strange = distance / limit;
        bool nobody = relative > 0 && classes.Count > 1; // the centre of all classes explains it better than any of them
        TemperatureFit.Softmax(scores, temperature.Temperature, shares);
        int best = Array.IndexOf(shares, shares.Max());
        DecisionKind kind = eventsPerSecond < Quiet() ? DecisionKind.NoGesture
            : strange > 1 || nobody || shares[best] < options.LeastConfidence ? DecisionKind.Unknown : DecisionKind.Gesture;
        return new ContinualDecision(kind, best, shares[best], strange, shares);
    }

    /// <summary>A copy of everything that was learned.</summary>
    /// <returns>The snapshot.</returns>
    public LearnerSnapshot Snapshot() => new(readout.Copy(), [.. classes], limit, temperature.Temperature);

    /// <summary>Goes back to a snapshot, or on to one. A showing that is going on ends and is forgotten.</summary>
    /// <param name="snapshot">The snapshot.</param>
    public void Restore(LearnerSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        label = -1;
        waiting.Clear();
        readout = snapshot.Readout.Copy();
        classes.Clear();
        classes.AddRange(snapshot.Classes);
        limit = snapshot.Limit;
        temperature = new TemperatureFit(snapshot.Temperature);
        strangeness.Clear();
    }

    /// <summary>Takes the last showing back.</summary>
    /// <returns>False where there is none.</returns>
    public bool Undo()
    {
        if (undo.Count == 0)
        {
            return false;
        }

        LearnerSnapshot before = undo[^1];
        undo.RemoveAt(undo.Count - 1);
        Restore(before);
        return true;
    }

    private double Quiet()
    {
        if (rates.Count == 0)
        {
            return options.QuietEventsPerSecond;
        }

        double[] ordered = [.. rates.Order()];
        return Math.Max(options.QuietEventsPerSecond, options.QuietShare * ordered[ordered.Length / 2]);
    }

    /// <summary>Scores the vectors with what was known before them, then learns from them.</summary>
    private void LearnWaiting()
    {
        Resize();
        bool scored = readout.ShowingsOf(label) > 0;
        foreach ((float[] vector, _) in waiting)
        {
            if (scored)
            {
                strangeness.Enqueue(readout.Judge(vector, scores).Distance);
                if (labelWasKnown && classes.Count > 1)
                {
                    temperature.Add(scores, label);
                }
            }
        }

        foreach ((float[] vector, double seconds) in waiting)
        {
            readout.Learn(vector, label, seconds); // a second is a showing, however many vectors it gave
        }

        waiting.Clear();
        while (strangeness.Count > KeptMoments)
        {
            strangeness.Dequeue();
        }

        if (strangeness.Count >= Block)
        {
            double[] ordered = [.. strangeness.Order()];
            limit = options.UnknownFactor * ordered[(int)(.95 * (ordered.Length - 1))];
        }
    }

    private void Resize()
    {
        if (scores.Length != readout.Classes)
        {
            scores = new double[readout.Classes];
        }
    }
}
