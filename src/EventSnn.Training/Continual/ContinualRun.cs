using EventSnn.Events.Random;
using EventSnn.Networks.Continual;

namespace EventSnn.Training.Continual;

/// <summary>Runs the class-incremental protocol on latent clips.</summary>
public sealed class ContinualRun
{
    private readonly int half;
    private readonly Func<IContinualReadout> create;
    private readonly int passes;
    private readonly int classes;
    private readonly RandomStream random;
    private readonly LatentClip[][] own; // training clips by place
    private readonly ContinualExam exam;
    private FewShotDiscriminant? learnedBase;
    private TemperatureFit? baseTemperature;

    private ContinualRun(
        IReadOnlyList<LatentClip> train, IReadOnlyList<LatentClip> test, int classes, ContinualProtocol protocol, Func<IContinualReadout> create, int passes)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(create);
        if (classes <= protocol.BaseClasses)
        {
            throw new ArgumentException($"Expected at least one class beyond the {protocol.BaseClasses} first ones, found {classes}.", nameof(classes));
        }

        half = protocol.BaseClasses;
        this.create = create;
        this.passes = passes;
        this.classes = classes;
        random = RandomStream.Fork(protocol.Seed, 77);
        int[] order = [.. Enumerable.Range(0, classes)];
        random.Shuffle<int>(order);
        own = [.. order.Select(c => train.Where(clip => clip.Label == c).ToArray())];
        foreach (LatentClip[] clips in own)
        {
            random.Shuffle<LatentClip>(clips);
        }

        exam = new ContinualExam([.. order.Select(c => test.Where(clip => clip.Label == c).ToArray())]);
    }

    /// <summary>Runs it.</summary>
    /// <param name="train">Clips to learn from.</param>
    /// <param name="test">Clips to be tested with.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="protocol">Which classes come first, how much of the others is shown.</param>
    /// <param name="create">Makes an empty readout.</param>
    /// <param name="passes">Passes over the clips that are learned together: 1 for readouts whose result does not depend on the order.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The figures.</returns>
    public static ContinualFigures Run(
        IReadOnlyList<LatentClip> train, IReadOnlyList<LatentClip> test, int classes, ContinualProtocol protocol, Func<IContinualReadout> create,
        int passes = 3, CancellationToken cancellation = default) => Run(train, test, classes, [protocol], create, passes, cancellation)[0];

    /// <summary>Runs several protocols that differ in how much is shown of a further class.</summary>
    /// <param name="train">Clips to learn from.</param>
    /// <param name="test">Clips to be tested with.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="protocols">The protocols, of the same seed and first classes.</param>
    /// <param name="create">Makes an empty readout.</param>
    /// <param name="passes">As above.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>One entry per protocol.</returns>
    public static IReadOnlyList<ContinualFigures> Run(
        IReadOnlyList<LatentClip> train, IReadOnlyList<LatentClip> test, int classes, IReadOnlyList<ContinualProtocol> protocols, Func<IContinualReadout> create,
        int passes = 3, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(protocols);
        var run = new ContinualRun(train, test, classes, protocols[0], create, passes);
        JointFigures joint;
        if (passes > 1)
        {
            IContinualReadout readout = create();
            run.LearnTogether(readout, classes, new TemperatureFit(1));
            int[] right = run.exam.Right(readout, classes);
            joint = new JointFigures(run.exam.Share(right, 0, classes), run.exam.Share(right, run.half, classes), double.NaN, double.NaN);
        }
        else
        {
            // The order is without influence, so that class by class from all clips is the same as together.
            ContinualFigures all = run.ClassByClass(run.own, new JointFigures(0, 0, 0, 0), cancellation);
            joint = new JointFigures(all.AllAccuracy, all.NewAccuracy, all.JustTaught, all.OldLoss);
        }

        return [.. protocols.Select(p => run.ClassByClass([.. run.own.Select(p.Choose)], joint, cancellation))];
    }

    /// <summary>The readout that knows the first classes: learned once, then copied where it can be.</summary>
    private (IContinualReadout Readout, TemperatureFit Temperature) Base()
    {
        if (learnedBase is not null)
        {
            return (learnedBase.Copy(), baseTemperature!.Copy());
        }

        IContinualReadout readout = create();
        var temperature = new TemperatureFit(1);
        LearnTogether(readout, half, temperature);
        temperature.Fit();
        if (readout is FewShotDiscriminant discriminant)
        {
            learnedBase = discriminant.Copy();
            baseTemperature = temperature.Copy();
        }

        return (readout, temperature);
    }

    private ContinualFigures ClassByClass(LatentClip[][] shown, JointFigures joint, CancellationToken cancellation)
    {
        (IContinualReadout readout, TemperatureFit temperature) = Base();
        UnknownFigures unknown = exam.Strangers(readout, half, temperature.Temperature);
        int[] right = exam.Right(readout, half);
        double baseAccuracy = exam.Share(right, 0, half);
        var matrix = new AccuracyMatrix();
        matrix.Add([baseAccuracy]);
        var curve = new List<double> { baseAccuracy };
        double oldLoss = 0;
        int foretold = 0;
        int predicted = 0;
        for (int i = half; i < classes; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            double before = exam.Share(right, 0, i);
            readout.AddClass();
            for (int k = 0; k < shown[i].Length; k++)
            {
                if (k > 0)
                {
                    ClipAnswer answer = ContinualExam.Ask(readout, shown[i][k]);
                    foretold += answer.Class == i ? 1 : 0;
                    predicted++;
                    temperature.Add(answer.Scores, i);
                }

                Learn(readout, shown[i][k], i);
            }

            right = exam.Right(readout, i + 1);
            matrix.Add([exam.Share(right, 0, half), .. Enumerable.Range(half, i + 1 - half).Select(k => exam.Share(right, k, k + 1))]);
            curve.Add(exam.Share(right, 0, i + 1));
            oldLoss += (before - exam.Share(right, 0, i)) / (classes - half);
        }

        temperature.Fit();
        return new ContinualFigures(
            baseAccuracy, matrix.Average, curve[^1], matrix.BackwardTransfer, matrix.Forgetting, exam.Share(right, half, classes), matrix.JustLearned, oldLoss,
            predicted == 0 ? 0 : (double)foretold / predicted, shown[half..].Average(s => s.Sum(c => c.Seconds)),
            exam.Calibrated(readout, temperature.Temperature)?.ExpectedError, unknown, joint) { Curve = curve };
    }

    /// <summary>Learns the first classes in mixed order; the later half of the first pass is predicted first, for the temperature.</summary>
    private void LearnTogether(IContinualReadout readout, int known, TemperatureFit temperature)
    {
        for (int c = 0; c < known; c++)
        {
            readout.AddClass();
        }

        (LatentClip Clip, int Place)[] all = [.. own.Take(known).SelectMany((clips, place) => clips.Select(clip => (clip, place)))];
        for (int pass = 0; pass < passes; pass++)
        {
            random.Shuffle<(LatentClip, int)>(all);
            for (int i = 0; i < all.Length; i++)
            {
                if (pass == 0 && i >= all.Length / 2 && i % 2 == 0)
                {
                    temperature.Add(ContinualExam.Ask(readout, all[i].Clip).Scores, all[i].Place);
                }

                Learn(readout, all[i].Clip, all[i].Place);
            }
        }
    }

    /// <summary>All vectors of a clip, its variants too, are one showing.</summary>
    private static void Learn(IContinualReadout readout, LatentClip clip, int place)
    {
        double weight = 1.0 / (clip.Vectors.Count + clip.Variants.Count);
        foreach (float[] vector in clip.Vectors.Concat(clip.Variants))
        {
            readout.Learn(vector, place, weight);
        }
    }
}
