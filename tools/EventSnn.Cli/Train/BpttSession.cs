using System.Globalization;
using EventSnn.Cli.Shell;
using EventSnn.Events.Random;
using EventSnn.Networks;
using EventSnn.Networks.Bptt;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.EndToEnd;
using EventSnn.Training;
using EventSnn.Training.DataSets;
using EventSnn.Training.Evaluation;
using EventSnn.Training.Runs;
using EventSnn.Training.Splits;

namespace EventSnn.Cli.Train;

/// <summary>Carries out <c>eventsnn train --rule bptt</c>: an offline baseline, plain and on one core, without checkpoints in between.</summary>
/// <param name="output">Where results go.</param>
/// <param name="dataSet">The clips.</param>
/// <param name="plan">What was asked for.</param>
internal sealed class BpttSession(CommandOutput output, ClipDataSet dataSet, TrainSession plan)
{
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        SaveTarget.CheckModel(plan.Model, "--out");
        ClipSplit split = ClipSplit.Make(dataSet, plan.Split);
        ClipStore store = await ClipLoading.LoadAsync(dataSet, new ClipBinning(plan.StepMicroseconds, plan.Downsample, plan.Options.WindowMicroseconds, plan.Motion), output, cancellation);
        string[] names = [.. dataSet.ClassNames.Where(n => !plan.Split.HeldOutClasses.Contains(n))];
        NetworkDefinition definition = Definition(store, names);
        var map = new ClassMap(dataSet, definition);
        var network = new BpttNetwork<float>(definition, plan.Options.Seed);
        output.Note($"Back-propagation through time on the layers of preset {plan.Preset}: variation of clips, crops, schedules and update policies of the recipe are not used.");
        LabelledClip[] clips = [.. split.Train.Select(i => new LabelledClip(store.Steps(i), map[dataSet.Clips[i].Label]))];
        long seen = 0;
        for (int epoch = 0; epoch < plan.Options.Epochs && seen < (plan.Options.MaximumSamples ?? long.MaxValue); epoch++)
        {
            RandomStream.Fork(plan.Options.Seed, 77, (ulong)epoch).Shuffle<LabelledClip>(clips);
            double loss = 0;
            int batches = 0;
            foreach (LabelledClip[] batch in clips.Chunk(plan.Options.BatchSize))
            {
                cancellation.ThrowIfCancellationRequested();
                loss += await Task.Run(() => network.Learn(batch), cancellation);
                batches++;
                seen += batch.Length;
                if (seen >= (plan.Options.MaximumSamples ?? long.MaxValue))
                {
                    break;
                }
            }

            if (output.Json)
            {
                CommandOutput.WriteJson(new { Type = "epoch", Epoch = epoch + 1, Samples = seen, Loss = loss / batches, network.RetainedValues });
            }
            else
            {
                output.Line(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch + 1,3}  {seen,8} clips  loss {loss / batches:F3}  {network.RetainedValues} numbers kept of a clip"));
            }
        }

        using SpikingNetwork model = network.ToNetwork(plan.Backend());
        TrainSession.KeepPrevious(new RunFolder(plan.Model), output);
        model.Save(plan.Model);
        Test(model, store, split, cancellation);
        return ExitCode.Success;
    }

    private NetworkDefinition Definition(ClipStore store, string[] names)
    {
        NetworkDefinition preset = NetworkPresets.Create(plan.Preset, store.Shape, names, plan.StepMicroseconds) with { ClipReadout = null };
        return preset with
        {
            Motion = plan.Motion,
            Layers = [.. preset.Layers.Select(l => l with { Readout = new ReadoutDefinition { Amplitude = l.Readout.Amplitude }, Regulariser = default, LearningRateFactor = 1 })],
            Loss = new LossDefinition(LossKind.SoftmaxCrossEntropy),
            Optimiser = new OptimiserDefinition { Kind = OptimiserKind.Adam, LearningRate = plan.LearningRate ?? 1e-3, Beta1 = .9f, Beta2 = .999f },
            Scores = ScoreRule.LastLayer,
        };
    }

    private void Test(SpikingNetwork model, ClipStore store, ClipSplit split, CancellationToken cancellation)
    {
        if (split.Test.Count == 0)
        {
            output.Note("There are no test clips: nothing was tested. Use --folds, or eventsnn evaluate on other data.");
            return;
        }

        var options = new EvaluationOptions { WindowMicroseconds = plan.Options.WindowMicroseconds, BatchSize = plan.Options.BatchSize };
        EvaluationResult result = Evaluator.Run(model, store, split.Test, options, cancellation: cancellation);
        if (output.Json)
        {
            CommandOutput.WriteJson(new { Type = "result", result.Accuracy, Samples = result.Confusion.Samples });
            return;
        }

        output.Line($"Test: {AccuracyText.Of(result.Confusion, " clips")}; guessing gets {AccuracyText.Guessing(result.Confusion)}. Saved {plan.Model}.");
    }
}
