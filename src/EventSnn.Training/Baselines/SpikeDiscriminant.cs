using EventSnn.Networks.Continual;

namespace EventSnn.Training.Baselines;

/// <summary>The learner for one pass: a discriminant on the spike counts of a fixed layer.</summary>
/// <param name="classes">Number of classes.</param>
/// <param name="size">Length of a vector.</param>
internal sealed class SpikeDiscriminant(int classes, int size) : OnlineClassifier
{
    private readonly RecursiveDiscriminant readout = Create(classes, size);
    private readonly double[] scores = new double[classes];

    public override string Name => "discriminant of spike counts";

    public override int Predict(ReadOnlySpan<float> features)
    {
        readout.Score(features, scores);
        int best = Array.IndexOf(scores, scores.Max());
        return double.IsNegativeInfinity(scores[best]) ? -1 : best;
    }

    public override void Learn(ReadOnlySpan<float> features, int label) => readout.Learn(features, label);

    private static RecursiveDiscriminant Create(int classes, int size)
    {
        var made = new RecursiveDiscriminant(size);
        for (int c = 0; c < classes; c++)
        {
            made.AddClass();
        }

        return made;
    }
}
