using EventSnn.Events.Binning;
using EventSnn.Events.Random;
using EventSnn.Networks;
using EventSnn.Training.DataSets;
using EventSnn.Training.Evaluation;
using EventSnn.Training.Splits;

namespace EventSnn.Training.Baselines;

/// <summary>
/// One pass over the training clips in random order: each clip is predicted WHOLE, with a state of zero, before anything is learned
/// from it; then it is learned from, once. Side by side: a network, its last layer alone where a clip readout decides with it, and simple controls on
/// event-count and decayed pictures.
/// </summary>
public static class PrequentialRun
{
    private const double DecayMicroseconds = 500_000;

    /// <summary>Runs the network and the controls.</summary>
    /// <param name="network">A fresh network; it learns.</param>
    /// <param name="store">The clips, binned as the network wants them.</param>
    /// <param name="split">Train clips are passed over; test clips are classified afterwards.</param>
    /// <param name="windowMicroseconds">The part of a clip that is seen and learned; null for all of it.</param>
    /// <param name="seed">The order.</param>
    /// <param name="onClip">Told after every clip; null for none.</param>
    /// <param name="cancellation">Checked before every clip.</param>
    /// <returns>The network first, then its last layer where that does not decide alone, then the controls.</returns>
    public static IReadOnlyList<PrequentialFigures> Run(
        SpikingNetwork network, ClipStore store, ClipSplit split, long? windowMicroseconds, ulong seed, Action? onClip = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(split);
        int window = windowMicroseconds is { } w ? (int)Math.Max(1, w / store.Binning.StepMicroseconds) : int.MaxValue;
        var map = new ClassMap(store.DataSet, network.Definition);
        int[] order = [.. split.Train];
        RandomStream.Fork(seed, 3).Shuffle<int>(order);
        var features = new ClipFeatures(store.Shape);
        int classes = network.Definition.Classes;
        OnePassLearner[] learners =
        [
            .. new[] { (Seen: "counts", Decay: (double?)null), ("decayed", DecayMicroseconds) }.SelectMany(view => new OnlineClassifier[]
            {
                new NearestCentroid(classes, features.Size), new LinearSoftmax(classes, features.Size), new NearestNeighbour(),
            }.Select(c => new OnePassLearner(view.Seen, c, steps => features.Make(steps, window, view.Decay)))),
        ];
        int own = network.Definition.ClipReadout is null ? 1 : 2; // the network, and its last layer where that does not decide alone
        FadingAccuracy[] scores = [.. Enumerable.Range(0, learners.Length + own).Select(_ => new FadingAccuracy())];
        List<double>[] curves = [.. scores.Select(_ => new List<double>())];
        NetworkState state = network.CreateState();
        var jury = new ClipJury(network.Definition);
        foreach (int clip in order)
        {
            cancellation.ThrowIfCancellationRequested();
            StepSequence steps = store.Steps(clip, seed);
            int label = map[store.DataSet.Clips[clip].Label];
            Predict(network, state, jury, steps, window);
            for (int i = 0; i < own; i++)
            {
                scores[i].Add((i == 0 ? jury.Class : jury.LayerClass(network.Definition.Layers.Count - 1)) == label);
            }

            Learn(network, state, steps, window, label);
            for (int i = 0; i < learners.Length; i++)
            {
                float[] seen = learners[i].See(steps);
                scores[own + i].Add(learners[i].Classifier.Predict(seen) == label);
                learners[i].Classifier.Learn(seen, label);
            }

            for (int i = 0; i < scores.Length && scores[0].Samples % 10 == 0; i++)
            {
                curves[i].Add(scores[i].Faded);
            }

            onClip?.Invoke();
        }

        EvaluationResult? test = split.Test.Count == 0
            ? null
            : Evaluator.Run(network, store, split.Test, new EvaluationOptions { WindowMicroseconds = windowMicroseconds }, cancellation: cancellation);
        return
        [
            Figures(0, $"network, preset {network.Definition.Preset}", test?.Accuracy),
            .. Enumerable.Range(1, own - 1).Select(i => Figures(i, "its last layer alone", test?.LayerAccuracy[^1])),
            .. learners.Select((l, i) => Figures(own + i, l.Name, Test(l))),
        ];

        PrequentialFigures Figures(int i, string name, double? tested) => new(name, scores[i].Mean, scores[i].Faded, tested, curves[i]);

        double? Test(OnePassLearner learner)
        {
            int[] known = [.. split.Test.Where(i => map[store.DataSet.Clips[i].Label] >= 0)];
            return known.Length == 0
                ? null
                : (double)known.Count(i => learner.Classifier.Predict(learner.See(store.Steps(i))) == map[store.DataSet.Clips[i].Label]) / known.Length;
        }
    }

    private static void Predict(SpikingNetwork network, NetworkState state, ClipJury jury, StepSequence steps, int window)
    {
        state.Reset();
        jury.Clear();
        for (int k = 0; k < Math.Min(steps.Count, window); k++)
        {
            network.Step(state, steps.Inputs(k), steps.Counts(k), -1, learn: false);
            jury.Hear(state, k);
        }
    }

    private static void Learn(SpikingNetwork network, NetworkState state, StepSequence steps, int window, int label)
    {
        state.Reset();
        for (int k = 0; k < Math.Min(steps.Count, window); k++)
        {
            network.Step(state, steps.Inputs(k), steps.Counts(k), label, learn: true);
        }

        network.EndClip(state);
    }
}
