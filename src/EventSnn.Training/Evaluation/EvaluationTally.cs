using EventSnn.Networks;
using EventSnn.Networks.Evaluation;
using EventSnn.Training.DataSets;

namespace EventSnn.Training.Evaluation;

/// <summary>Counts what an evaluation sees.</summary>
internal sealed class EvaluationTally(SpikingNetwork network, ClassMap map, EvaluationOptions options)
{
    private readonly ConfusionMatrix confusion = new(network.Definition.ClassNames);
    private readonly int[] layerRight = new int[network.Definition.Layers.Count];
    private readonly double[] spikes = new double[network.Definition.Layers.Count];
    private readonly List<ClipPrediction> predictions = [];
    private readonly int gridSteps = (int)Math.Max(1, options.GridMicroseconds / network.Definition.StepMicroseconds);
    private readonly List<List<int>> decisions = [];
    private readonly List<bool[]> rightAt = []; // one row per known clip: was it right at the points of the grid, and in the end
    private long steps;

    public void Begin(int clips)
    {
        while (decisions.Count < clips)
        {
            decisions.Add([]);
        }

        foreach (List<int> d in decisions)
        {
            d.Clear();
        }
    }

    public void Step(NetworkState state)
    {
        steps++;
        for (int i = 0; i < spikes.Length; i++)
        {
            spikes[i] += state.SpikeRate(i);
        }
    }

    /// <summary>Notes a decision at the points of the grid.</summary>
    public void Observe(int slot, int step, int decision)
    {
        if ((step + 1) % gridSteps == 0)
        {
            decisions[slot].Add(decision);
        }
    }

    public void End(int slot, int clip, int dataSetLabel, ClipJury jury)
    {
        int label = map[dataSetLabel];
        predictions.Add(new ClipPrediction(clip, label, jury.Class, jury.Confidence));
        if (label < 0)
        {
            return;
        }

        confusion.Add(label, jury.Class);
        for (int i = 0; i < layerRight.Length; i++)
        {
            layerRight[i] += jury.LayerClass(i) == label ? 1 : 0;
        }

        rightAt.Add([.. decisions[slot].Select(d => d == label), jury.Class == label]);
    }

    public EvaluationResult Result(double seconds)
    {
        int known = confusion.Samples;
        double step = network.Definition.StepMicroseconds / 1e3;
        int points = known == 0 ? 0 : rightAt.Max(r => r.Length) - 1;
        return new EvaluationResult(
            confusion,
            [.. layerRight.Select(r => known == 0 ? 0 : (double)r / known)],
            [.. Enumerable.Range(0, points).Select(p => new AccuracyAt((p + 1) * gridSteps * step, (double)rightAt.Count(r => r[Math.Min(p, r.Length - 1)]) / known))],
            predictions,
            Calibration.Of([.. predictions.Where(p => p.Label >= 0).Select(p => (p.Confidence, p.Predicted == p.Label))]),
            Rejection.Of([.. predictions.Where(p => p.Label >= 0).Select(p => p.Confidence)], [.. predictions.Where(p => p.Label < 0).Select(p => p.Confidence)]),
            [.. spikes.Select(s => steps == 0 ? 0 : s / steps)],
            steps * step / 1e3,
            seconds);
    }
}
