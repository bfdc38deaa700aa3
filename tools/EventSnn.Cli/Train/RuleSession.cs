using System.Globalization;
using EventSnn.Cli.Shell;
using EventSnn.Networks.EndToEnd;
using EventSnn.Networks.Evaluation;
using EventSnn.Training.DataSets;
using EventSnn.Training.Pictures;
using EventSnn.Training.Rules;
using EventSnn.Training.Runs;
using EventSnn.Training.Splits;

namespace EventSnn.Cli.Train;

/// <summary>Carries out <c>eventsnn train</c> with a rule that has a network of its own: plain, on one core, without checkpoints in between.</summary>
/// <param name="output">Where results go.</param>
/// <param name="dataSet">The clips.</param>
/// <param name="plan">What was asked for.</param>
/// <param name="rule">The rule.</param>
internal sealed class RuleSession(CommandOutput output, ClipDataSet dataSet, TrainSession plan, string rule)
{
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        SaveTarget.CheckModel(plan.Model, "--out");
        if (plan.Split.HeldOutClasses.Count > 0 || plan.Split.Validation > 0)
        {
            throw new UsageException($"Options --hold-out and --validation: --rule {rule} trains on all training clips and keeps the last epoch. Leave them out, or train with --rule decolle.");
        }

        ClipSplit split = ClipSplit.Make(dataSet, plan.Split);
        ClipStore store = await ClipLoading.LoadAsync(dataSet, new ClipBinning(plan.StepMicroseconds, plan.Downsample, plan.Options.WindowMicroseconds, plan.Motion), output, cancellation);
        output.Note($"The {rule} network of eventsnn bench rules: variation of clips, crops, schedules and learning rates of the recipe are not used.");
        using IRuleLearner learner = RuleNetworks.Create(rule, store.Shape, dataSet.ClassNames, plan.StepMicroseconds, plan.Options.Seed);
        LabelledClip[] train = Clips(store, split.Train);
        LabelledClip[] test = Clips(store, split.Test);
        int epochs = plan.Options.MaximumSamples is { } most ? (int)Math.Clamp(most / Math.Max(1, train.Length), 1, plan.Options.Epochs) : plan.Options.Epochs;
        List<(double, double)> curve = [];
        RuleFigures figures = await Task.Run(
            () => RuleRun.Run(rule, learner, train, test, epochs, plan.Options.BatchSize, plan.Options.Seed, (epoch, accuracy) => Tell(curve, epoch, accuracy), cancellation), cancellation);
        var folder = new RunFolder(plan.Model);
        TrainSession.KeepPrevious(folder, output);
        learner.Save(plan.Model);
        folder.SaveJson("run.json", figures);
        folder.WriteText("curve.svg", SvgChart.Draw($"{rule} on {dataSet.Layout}", "epoch", "test accuracy", [new(rule, curve)], 1));
        Test(learner, test);
        output.Note($"Saved {plan.Model} and {folder.Path}: run.json, curve.svg; {figures.ProcessorSeconds:F0} CPU seconds of learning. It is for comparison: evaluate, replay and live take models of --rule decolle, tess and bptt.");
        return ExitCode.Success;
    }

    private static LabelledClip[] Clips(ClipStore store, IReadOnlyList<int> which)
        => [.. which.Select(i => new LabelledClip(store.Steps(i), store.DataSet.Clips[i].Label))];

    private void Tell(List<(double, double)> curve, int epoch, double accuracy)
    {
        curve.Add((epoch, accuracy));
        if (output.Json)
        {
            CommandOutput.WriteJson(new { Type = "epoch", Epoch = epoch, TestAccuracy = double.IsNaN(accuracy) ? (double?)null : accuracy });
        }
        else
        {
            output.Line(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch,3}  test {accuracy,6:P1}"));
        }
    }

    private void Test(IRuleLearner learner, LabelledClip[] test)
    {
        if (test.Length == 0)
        {
            output.Note("There are no test clips: nothing was tested. Use --folds.");
            return;
        }

        var confusion = new ConfusionMatrix(dataSet.ClassNames);
        foreach (LabelledClip clip in test)
        {
            confusion.Add(clip.Label, learner.Classify(clip.Steps));
        }

        if (output.Json)
        {
            CommandOutput.WriteJson(new { Type = "result", confusion.Accuracy, confusion.Samples });
            return;
        }

        output.Human.Write(ConfusionTable.Draw(confusion));
        output.Line($"Test: {AccuracyText.Of(confusion, " clips")}; guessing gets {AccuracyText.Guessing(confusion)}.");
    }
}
