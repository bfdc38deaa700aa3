using EventSnn.Networks.Continual;
using EventSnn.Training.Evaluation;

namespace EventSnn.Training.Continual;

/// <summary>Asks a readout about test clips.</summary>
/// <param name="asked">The test clips by their class's place in the order of learning.</param>
internal sealed class ContinualExam(LatentClip[][] asked)
{
    /// <summary>Counts right answers.</summary>
    /// <param name="readout">Whom to ask.</param>
    /// <param name="known">The classes that it knows: the first ones.</param>
    /// <returns>Right answers by class.</returns>
    public int[] Right(IContinualReadout readout, int known) => [.. Enumerable.Range(0, known).Select(place => asked[place].Count(clip => Ask(readout, clip).Class == place))];

    /// <summary>The share of right answers among the clips of some classes.</summary>
    /// <param name="right">From <see cref="Right"/>.</param>
    /// <param name="from">The first class.</param>
    /// <param name="end">The class behind the last.</param>
    /// <returns>0 to 1; 0 without clips.</returns>
    public double Share(int[] right, int from, int end)
    {
        int count = asked[from..end].Sum(a => a.Length);
        return count == 0 ? 0 : (double)right[from..end].Sum() / count;
    }

    /// <summary>How well the clips of classes that are not known yet are told from the others.</summary>
    /// <param name="readout">Whom to ask.</param>
    /// <param name="known">The classes that it knows.</param>
    /// <param name="temperature">Makes probabilities of scores.</param>
    /// <returns>By each way to tell.</returns>
    public UnknownFigures Strangers(IContinualReadout readout, int known, double temperature)
    {
        var answers = asked.SelectMany((clips, place) => clips.Select(c => (Known: place < known, Answer: Ask(readout, c, temperature)))).ToArray();
        Rejection? By(Func<ClipAnswer, double> confidence) => Rejection.Of(
            [.. answers.Where(a => a.Known).Select(a => confidence(a.Answer))], [.. answers.Where(a => !a.Known).Select(a => confidence(a.Answer))]);
        return new UnknownFigures(
            By(a => -a.Distance), readout is FewShotDiscriminant ? By(a => -a.Strangeness) : null, By(a => a.Lead), By(a => a.Confidence));
    }

    /// <summary>Whether a confidence of 80 % is right in 80 % of the cases.</summary>
    /// <param name="readout">Whom to ask; it knows all classes.</param>
    /// <param name="temperature">Makes probabilities of scores.</param>
    /// <returns>The calibration.</returns>
    public Calibration? Calibrated(IContinualReadout readout, double temperature) => Calibration.Of(
        [.. asked.SelectMany((clips, place) => clips.Select(c => Ask(readout, c, temperature)).Select(a => (a.Confidence, a.Class == place)))]);

    /// <summary>The class with the largest sum of scores over the clip's vectors.</summary>
    /// <param name="readout">Whom to ask.</param>
    /// <param name="clip">The clip.</param>
    /// <param name="temperature">Makes probabilities of scores; null where only the class is asked for.</param>
    /// <returns>The answer.</returns>
    public static ClipAnswer Ask(IContinualReadout readout, LatentClip clip, double? temperature = null)
    {
        var means = new double[readout.Classes];
        var scores = new double[readout.Classes];
        double strangeness = 0;
        double distance = 0;
        foreach (float[] vector in clip.Vectors)
        {
            (double strange, double far) = readout is FewShotDiscriminant discriminant ? discriminant.Judge(vector, scores)
                : readout.Score(vector, scores) is var said ? (said, said) : default;
            strangeness += strange / clip.Vectors.Count;
            distance += far / clip.Vectors.Count;
            for (int c = 0; c < means.Length; c++)
            {
                means[c] += scores[c] / clip.Vectors.Count;
            }
        }

        int best = Array.IndexOf(means, means.Max());
        double second = means.Where((_, c) => c != best).DefaultIfEmpty(double.NegativeInfinity).Max();
        double confidence = 0;
        if (temperature is { } t)
        {
            TemperatureFit.Softmax(means, t, scores);
            confidence = scores[best];
        }

        return new ClipAnswer(best, means, strangeness, distance, means[best] - second, confidence);
    }
}
