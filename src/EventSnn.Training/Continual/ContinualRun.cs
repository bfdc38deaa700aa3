using EventSnn.Events.Random;
using EventSnn.Networks.Continual;
using EventSnn.Training.Evaluation;

namespace EventSnn.Training.Continual;

/// <summary>Runs the class-incremental protocol on latent clips.</summary>
public static class ContinualRun
{
    /// <summary>Passes over the clips that are learned together.</summary>
    private const int JointPasses = 3;

    /// <summary>Runs it.</summary>
    /// <param name="train">Clips to learn from.</param>
    /// <param name="test">Clips to be tested with.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="protocol">Which classes come first, how many shots.</param>
    /// <param name="create">Makes an empty readout.</param>
    /// <param name="passes">Passes over the clips that are learned together: 1 for readouts whose result does not depend on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The figures.</returns>
    public static ContinualFigures Run(
        IReadOnlyList<LatentClip> train, IReadOnlyList<LatentClip> test, int classes, ContinualProtocol protocol, Func<IContinualReadout> create,
        int passes = JointPasses, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(create);
        var random = RandomStream.Fork(protocol.Seed, 77);
        int[] order = [.. Enumerable.Range(0, classes)];
        random.Shuffle<int>(order);
        int[] place = new int[classes]; // of a class in the order
        for (int i = 0; i < classes; i++)
        {
            place[order[i]] = i;
        }

        LatentClip[][] shown = [.. Enumerable.Range(0, classes).Select(i => Choose(train, order[i], i < protocol.BaseClasses ? null : protocol.Shots, random))];
        LatentClip[][] asked = [.. order.Select(c => test.Where(clip => clip.Label == c).ToArray())];
        IContinualReadout readout = create();
        Together(readout, shown, protocol.BaseClasses, place, passes, random);
        double baseAccuracy = Share(readout, asked, 0, protocol.BaseClasses, place);
        (Rejection? unknown, Rejection? unsure) = Strangers(readout, asked, protocol.BaseClasses, place);
        var matrix = new AccuracyMatrix();
        matrix.Add([baseAccuracy]);
        var curve = new List<double> { baseAccuracy };
        double oldLoss = 0;
        double oldJointLoss = 0;
        double jointBefore = baseAccuracy;
        int right = 0;
        int predicted = 0;
        for (int i = protocol.BaseClasses; i < classes; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            double before = Share(readout, asked, 0, i, place);
            readout.AddClass();
            bool first = true;
            foreach (LatentClip clip in shown[i])
            {
                if (!first)
                {
                    right += Predict(readout, clip) == i ? 1 : 0;
                    predicted++;
                }

                first = false;
                foreach (float[] vector in clip.Vectors)
                {
                    readout.Learn(vector, i);
                }
            }

            matrix.Add([Share(readout, asked, 0, protocol.BaseClasses, place), .. Enumerable.Range(protocol.BaseClasses, i + 1 - protocol.BaseClasses).Select(k => Share(readout, asked, k, k + 1, place))]);
            curve.Add(Share(readout, asked, 0, i + 1, place));
            oldLoss += before - Share(readout, asked, 0, i, place);
            if (passes > 1 && i < classes - 1)
            {
                oldJointLoss = double.NaN; // learning everything anew after each class takes too long here
                continue;
            }

            IContinualReadout soFar = create();
            Together(soFar, shown, i + 1, place, passes, random);
            oldJointLoss += jointBefore - Share(soFar, asked, 0, i, place);
            jointBefore = Share(soFar, asked, 0, i + 1, place);
            if (i == classes - 1)
            {
                int additions = classes - protocol.BaseClasses;
                return new ContinualFigures(
                    baseAccuracy, matrix.Average, curve[^1], jointBefore, matrix.BackwardTransfer, matrix.Forgetting,
                    Share(readout, asked, protocol.BaseClasses, classes, place), Share(soFar, asked, protocol.BaseClasses, classes, place),
                    oldLoss / additions, oldJointLoss / additions, predicted == 0 ? 0 : (double)right / predicted,
                    shown[protocol.BaseClasses..].Average(s => s.Sum(c => c.Seconds)), unknown, unsure) { Curve = curve };
            }
        }

        throw new ArgumentException($"Expected at least one class beyond the {protocol.BaseClasses} first ones, found {classes}.", nameof(classes));
    }

    private static LatentClip[] Choose(IReadOnlyList<LatentClip> train, int label, int? shots, RandomStream random)
    {
        LatentClip[] own = [.. train.Where(c => c.Label == label)];
        random.Shuffle<LatentClip>(own);
        return shots is { } n ? own[..Math.Min(n, own.Length)] : own;
    }

    private static void Together(IContinualReadout readout, LatentClip[][] shown, int classes, int[] place, int passes, RandomStream random)
    {
        for (int c = 0; c < classes; c++)
        {
            readout.AddClass();
        }

        (float[] Vector, int Label)[] all = [.. shown.Take(classes).SelectMany(s => s).SelectMany(clip => clip.Vectors.Select(v => (v, place[clip.Label])))];
        for (int pass = 0; pass < passes; pass++)
        {
            random.Shuffle<(float[], int)>(all);
            foreach ((float[] vector, int label) in all)
            {
                readout.Learn(vector, label);
            }
        }
    }

    private static double Share(IContinualReadout readout, LatentClip[][] asked, int from, int end, int[] place)
    {
        int right = 0;
        int count = 0;
        for (int i = from; i < end; i++)
        {
            foreach (LatentClip clip in asked[i])
            {
                right += Predict(readout, clip) == place[clip.Label] ? 1 : 0;
                count++;
            }
        }

        return count == 0 ? 0 : (double)right / count;
    }

    private static int Predict(IContinualReadout readout, LatentClip clip) => Vote(readout, clip, out _, out _);

    /// <summary>The class with the largest sum of scores; how strange the clip is; and how sure the vote, as the winner's mean lead over the second.</summary>
    private static int Vote(IContinualReadout readout, LatentClip clip, out double strangeness, out double lead)
    {
        var sums = new double[readout.Classes];
        var scores = new double[readout.Classes];
        strangeness = 0;
        foreach (float[] vector in clip.Vectors)
        {
            strangeness += readout.Score(vector, scores);
            for (int c = 0; c < sums.Length; c++)
            {
                sums[c] += scores[c];
            }
        }

        strangeness /= clip.Vectors.Count;
        int best = Array.IndexOf(sums, sums.Max());
        double second = double.NegativeInfinity;
        for (int c = 0; c < sums.Length; c++)
        {
            second = c == best ? second : Math.Max(second, sums[c]);
        }

        lead = (sums[best] - second) / clip.Vectors.Count;
        return best;
    }

    private static (Rejection? ByDistance, Rejection? ByLead) Strangers(IContinualReadout readout, LatentClip[][] asked, int known, int[] place)
    {
        var familiar = new List<double>();
        var strange = new List<double>();
        var sure = new List<double>();
        var unsure = new List<double>();
        foreach (LatentClip clip in asked.SelectMany(a => a))
        {
            bool isKnown = place[clip.Label] < known;
            Vote(readout, clip, out double strangeness, out double lead);
            (isKnown ? familiar : strange).Add(-strangeness);
            (isKnown ? sure : unsure).Add(lead);
        }

        return (Rejection.Of(familiar, strange), Rejection.Of(sure, unsure));
    }
}
