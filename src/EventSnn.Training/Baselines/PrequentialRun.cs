using EventSnn.Events.Binning;
using EventSnn.Events.Random;
using EventSnn.Networks;
using EventSnn.Training.DataSets;
using EventSnn.Training.Evaluation;
using EventSnn.Training.Splits;

namespace EventSnn.Training.Baselines;

/// <summary>
/// One pass over the training clips in random order: each clip is predicted WHOLE, with a state of zero, before anything is learned
/// from it; then it is learned from, once. Beside the network, the same for simple controls on event-count and decayed pictures.
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
    /// <returns>The network's figures first, then the controls'.</returns>
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
        (OnlineClassifier Classifier, double? Decay)[] controls =
        [
            (new NearestCentroid(classes, features.Size), null), (new NearestCentroid(classes, features.Size), DecayMicroseconds),
            (new LinearSoftmax(classes, features.Size), null), (new LinearSoftmax(classes, features.Size), DecayMicroseconds),
            (new NearestNeighbour(), null), (new NearestNeighbour(), DecayMicroseconds),
        ];
        FadingAccuracy[] scores = [.. Enumerable.Range(0, controls.Length + 1).Select(_ => new FadingAccuracy())];
        List<double>[] curves = [.. scores.Select(_ => new List<double>())];
        NetworkState state = network.CreateState();
        var jury = new ClipJury(network.Definition);
        foreach (int clip in order)
        {
            cancellation.ThrowIfCancellationRequested();
            StepSequence steps = store.Steps(clip, seed);
            int label = map[store.DataSet.Clips[clip].Label];
            scores[0].Add(Predict(network, state, jury, steps, window) == label);
            Learn(network, state, steps, window, label);
            for (int i = 0; i < controls.Length; i++)
            {
                float[] picture = features.Make(steps, window, controls[i].Decay);
                scores[i + 1].Add(controls[i].Classifier.Predict(picture) == label);
                controls[i].Classifier.Learn(picture, label);
            }

            for (int i = 0; i < scores.Length && scores[0].Samples % 10 == 0; i++)
            {
                curves[i].Add(scores[i].Faded);
            }

            onClip?.Invoke();
        }

        double? test = split.Test.Count == 0
            ? null
            : Evaluator.Run(network, store, split.Test, new EvaluationOptions { WindowMicroseconds = windowMicroseconds }, cancellation: cancellation).Accuracy;
        return
        [
            new($"network, preset {network.Definition.Preset}", scores[0].Mean, scores[0].Faded, test, curves[0]),
            .. controls.Select((c, i) => new PrequentialFigures(
                $"{c.Classifier.Name}, {(c.Decay is null ? "counts" : "decayed")}", scores[i + 1].Mean, scores[i + 1].Faded, Test(c.Classifier, c.Decay), curves[i + 1])),
        ];

        double? Test(OnlineClassifier classifier, double? decay)
        {
            int[] known = [.. split.Test.Where(i => map[store.DataSet.Clips[i].Label] >= 0)];
            return known.Length == 0
                ? null
                : (double)known.Count(i => classifier.Predict(features.Make(store.Steps(i), window, decay)) == map[store.DataSet.Clips[i].Label]) / known.Length;
        }
    }

    private static int Predict(SpikingNetwork network, NetworkState state, ClipJury jury, StepSequence steps, int window)
    {
        state.Reset();
        jury.Clear();
        for (int k = 0; k < Math.Min(steps.Count, window); k++)
        {
            network.Step(state, steps.Inputs(k), steps.Counts(k), -1, learn: false);
            if (k >= network.Definition.BurnInSteps)
            {
                jury.Hear(state);
            }
        }

        return jury.Class;
    }

    private static void Learn(SpikingNetwork network, NetworkState state, StepSequence steps, int window, int label)
    {
        state.Reset();
        for (int k = 0; k < Math.Min(steps.Count, window); k++)
        {
            network.Step(state, steps.Inputs(k), steps.Counts(k), label, learn: true);
        }
    }
}
