using EventSnn.Events.Binning;
using EventSnn.Networks;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;
using EventSnn.TestKit;
using EventSnn.Training.Augmentation;
using EventSnn.Training.DataSets;
using EventSnn.Training.Evaluation;
using EventSnn.Training.Runs;
using EventSnn.Training.Splits;
using EventSnn.Training.Tests.Support;

namespace EventSnn.Training.Tests.Runs;

public sealed class TrainingRunTests
{
    private static readonly TrainingOptions Options = new()
    {
        Epochs = 3, BatchSize = 4, Seed = 5, CheckpointSeconds = 0, Schedule = LearningRateSchedule.Cosine,
        Augmentation = new AugmentationOptions { Shift = .1, TimeWarp = .1, Drop = .2 },
    };

    [Fact]
    public void A_small_network_learns_to_tell_two_shapes_apart_on_clips_it_has_not_seen()
    {
        using var clips = new TinyClips(8);
        ClipStore store = clips.Load();
        ClipSplit split = ClipSplit.Make(clips.DataSet, new SplitOptions { Folds = 4, Fold = 1 });
        using SpikingNetwork network = Create(store);
        new TrainingRun(network, store, split, Options with { Epochs = 12, Augmentation = new() }).Run(TestContext.Current.CancellationToken);
        EvaluationResult result = Evaluator.Run(network, store, split.Test, cancellation: TestContext.Current.CancellationToken);
        result.Confusion.Samples.ShouldBe(4);
        result.Accuracy.ShouldBe(1);
        result.OverTime.Count.ShouldBe(10);
        result.LayerAccuracy.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_run_that_is_killed_and_resumed_ends_with_the_same_weights_and_figures(int killAfterBatches)
    {
        using var clips = new TinyClips();
        using var folder = new TemporaryFolder();
        ClipStore store = clips.Load();
        ClipSplit split = ClipSplit.Make(clips.DataSet, new SplitOptions { Validation = .2 });
        using SpikingNetwork straight = Create(store);
        var whole = new TrainingRun(straight, store, split, Options);
        whole.Run(TestContext.Current.CancellationToken);

        // Killed: what is in memory is gone; only the folder is left. A cancelled token stands for the kill, and the half-written
        // checkpoint of the next save beside it must not matter.
        var runFolder = new RunFolder(folder.File("m.safetensors"));
        TrainingPosition? position = null;
        for (int batch = 0; batch < killAfterBatches; batch++)
        {
            using SpikingNetwork part = position is null ? Create(store) : SpikingNetwork.Load(runFolder.File(position.Checkpoint));
            using var stop = new CancellationTokenSource();
            stop.Cancel();
            Should.Throw<OperationCanceledException>(() => new TrainingRun(part, store, split, Options, runFolder, position) { StopWithin = TimeSpan.FromMinutes(5) }.Run(stop.Token));
            position = runFolder.LoadPosition().ShouldNotBeNull();
            File.WriteAllText(runFolder.File("last-999-9.safetensors.123.tmp"), "half a checkpoint");
        }

        using SpikingNetwork resumed = SpikingNetwork.Load(runFolder.File(position!.Checkpoint));
        var rest = new TrainingRun(resumed, store, split, Options, runFolder, position);
        rest.Run(TestContext.Current.CancellationToken);
        rest.Position.Samples.ShouldBe(whole.Position.Samples);
        foreach (LayerTensor tensor in new[] { LayerTensor.Weights, LayerTensor.Bias, LayerTensor.ReadoutWeights, LayerTensor.WeightMoment2 })
        {
            resumed.Tensor(0, tensor).ShouldBe(straight.Tensor(0, tensor));
        }

        rest.Position.Curve.Select(e => e with { Seconds = 0, Loss = [], SpikeRates = [], ValidationLayers = null })
            .ShouldBe(whole.Position.Curve.Select(e => e with { Seconds = 0, Loss = [], SpikeRates = [], ValidationLayers = null }), Comparer);
        rest.Position.Curve.SelectMany(e => e.Loss).ShouldBe(whole.Position.Curve.SelectMany(e => e.Loss));
        SpikingNetwork.Load(runFolder.File(runFolder.LoadPosition()!.Checkpoint)).Dispose();
    }

    [Fact]
    public void A_mini_batch_that_takes_too_long_to_stop_is_dropped_and_learned_again_to_the_same_result()
    {
        using var clips = new TinyClips();
        using var folder = new TemporaryFolder();
        ClipStore store = clips.Load();
        ClipSplit split = ClipSplit.Make(clips.DataSet, new SplitOptions { Validation = .2 });
        using SpikingNetwork straight = Create(store);
        new TrainingRun(straight, store, split, Options).Run(TestContext.Current.CancellationToken);
        var runFolder = new RunFolder(folder.File("m.safetensors"));
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        using SpikingNetwork first = Create(store);
        Should.Throw<OperationCanceledException>(() => new TrainingRun(first, store, split, Options, runFolder) { StopWithin = TimeSpan.FromMinutes(5) }.Run(stop.Token));
        TrainingPosition kept = runFolder.LoadPosition().ShouldNotBeNull();

        using SpikingNetwork second = SpikingNetwork.Load(runFolder.File(kept.Checkpoint));
        Should.Throw<OperationCanceledException>(() => new TrainingRun(second, store, split, Options, runFolder, kept) { StopWithin = TimeSpan.Zero }.Run(stop.Token));
        TrainingPosition same = runFolder.LoadPosition().ShouldNotBeNull();
        (same.Samples, same.Checkpoint).ShouldBe((kept.Samples, kept.Checkpoint), "the second mini-batch was dropped");

        using SpikingNetwork third = SpikingNetwork.Load(runFolder.File(same.Checkpoint));
        new TrainingRun(third, store, split, Options, runFolder, same).Run(TestContext.Current.CancellationToken);
        third.Tensor(0, LayerTensor.Weights).ShouldBe(straight.Tensor(0, LayerTensor.Weights));
    }

    [Fact]
    public void A_limit_on_samples_stops_in_the_middle_of_an_epoch_and_can_be_raised()
    {
        using var clips = new TinyClips();
        ClipStore store = clips.Load();
        ClipSplit split = ClipSplit.Make(clips.DataSet, new SplitOptions());
        using SpikingNetwork network = Create(store);
        var run = new TrainingRun(network, store, split, Options with { MaximumSamples = 8 });
        run.Run(TestContext.Current.CancellationToken);
        run.Position.Samples.ShouldBe(8);
        run.Position.Epoch.ShouldBe(0);
        run.Position.Batch.ShouldBe(2);
    }

    [Fact]
    public void The_schedules_follow_their_definitions()
    {
        TrainingOptions paper = Options with { Schedule = LearningRateSchedule.PaperEpochs };
        new[] { 0, 29, 30, 59, 60, 90 }.Select(e => paper.LearningRateFactor(e, 0, 10)).ShouldBe([1, 1, 1 / 5.0, 1 / 5.0, 1 / 10.0, 1 / 15.0]);
        TrainingOptions fifth = Options with { Schedule = LearningRateSchedule.FifthEvery1000Batches };
        fifth.LearningRateFactor(9, 99, 100).ShouldBe(1);
        fifth.LearningRateFactor(10, 0, 100).ShouldBe(.2, 1e-12);
        TrainingOptions cosine = Options with { Epochs = 2, Schedule = LearningRateSchedule.Cosine };
        cosine.LearningRateFactor(0, 0, 10).ShouldBe(1, 1e-12);
        cosine.LearningRateFactor(1, 0, 10).ShouldBe(.51, 1e-12);
        cosine.LearningRateFactor(2, 0, 10).ShouldBe(.02, 1e-12);
    }

    [Fact]
    public void A_curve_is_written_as_numbers_and_as_a_picture()
    {
        EpochFigures[] curve = [new(1, 10, [.5], .4, .3, [.3], [.1], 1.5), new(2, 20, [.25], .8, null, null, [.2], 1.5)];
        LearningCurve.ToCsv(curve).Split('\n')[1].ShouldBe("1,10,1.5,0.4,0.3,0.5,0.3,0.1");
        string svg = LearningCurve.ToSvg(curve);
        System.Xml.Linq.XDocument.Parse(svg).Root!.Elements().Count(e => e.Name.LocalName == "polyline").ShouldBe(2);
    }

    private static readonly IEqualityComparer<EpochFigures> Comparer = EqualityComparer<EpochFigures>.Create(
        (a, b) => a!.Epoch == b!.Epoch && a.Samples == b.Samples && a.LearningAccuracy == b.LearningAccuracy && a.ValidationAccuracy == b.ValidationAccuracy);

    private static SpikingNetwork Create(ClipStore store)
    {
        NetworkDefinition best = NetworkPresets.Create("best", store.Shape, store.DataSet.ClassNames, store.Binning.StepMicroseconds);
        return SpikingNetwork.Create(
            best with { Layers = [((ConvolutionLayer)best.Layers[0]) with { Channels = 8, Kernel = 3, Padding = 1 }] }, seed: 3);
    }
}
