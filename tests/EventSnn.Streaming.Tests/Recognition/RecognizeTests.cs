using System.Reactive.Linq;
using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Events.Streams;
using EventSnn.Networks;
using EventSnn.Networks.Compute;
using EventSnn.Streaming.Operators;
using EventSnn.Streaming.Recognition;
using EventSnn.TestKit;

namespace EventSnn.Streaming.Tests.Recognition;

public sealed class RecognizeTests
{
    private const int Gesture = 100; // milliseconds
    private static StepBatch Steps(int count)
    {
        StepBatch? steps = null;
        using var events = new PooledEvents();
        var binner = new TimeBinner(new BinningOptions { Size = TestStreams.Size, StepMicroseconds = 1000 }, item =>
        {
            steps = (StepBatch)item;
            steps.Retain();
        });
        using EventBatch batch = events.Batch(TestStreams.Gestures(1, count + 1)); // one more, which closes the last that is wanted
        binner.Push(batch);
        return steps!;
    }

    private static readonly RecognitionOptions Learning = new() { Learn = true, WindowMicroseconds = 20_000, IntervalMicroseconds = 10_000 };

    [Fact]
    public void Steps_longer_than_a_tenth_of_a_second_decide_at_every_step()
    {
        new RecognitionOptions().IntervalFor(200_000).ShouldBe(200_000);
        new RecognitionOptions().IntervalFor(1_000).ShouldBe(100_000);
        Should.NotThrow(() => new RecognitionOptions().Validate(200_000));
        Should.Throw<ArgumentOutOfRangeException>(() => new RecognitionOptions { IntervalMicroseconds = 100_000 }.Validate(200_000));
    }

    [Fact]
    public void Every_labelled_gesture_gets_a_verdict_and_the_first_of_its_class_is_not_scored()
    {
        using SpikingNetwork network = SmallNetworks.Create();
        GestureOutcome[] outcomes = [.. Run(network, gestures: 4, Learning, Marks(4)).OfType<GestureOutcome>()];
        outcomes.Select(o => o.SeenBefore).ShouldBe([false, false, true, true]);
        outcomes.Select(o => o.Label).ShouldBe([0, 1, 0, 1]);
        outcomes.ShouldAllBe(o => o.Steps == Gesture && o.End - o.Start == Gesture * 1000);
        network.UpdateCount.ShouldBe(4 * Gesture);
    }

    [Fact]
    public void The_verdict_on_a_gesture_is_that_of_the_weights_from_before_its_first_labelled_step()
    {
        for (int gestures = 2; gestures <= 5; gestures++)
        {
            using SpikingNetwork learning = SmallNetworks.Create();
            GestureOutcome verdict = Run(learning, gestures, Learning, Marks(gestures)).OfType<GestureOutcome>().Last();

            // The same stream, but the last gesture is never learned from: its label is switched off, and its vote read off the end.
            using SpikingNetwork frozen = SmallNetworks.Create();
            var whole = Learning with { WindowMicroseconds = Gesture * 1000, IntervalMicroseconds = Gesture * 1000 };
            GestureClassification last = Run(frozen, gestures, whole, Marks(gestures - 1)).OfType<GestureClassification>().Last();
            verdict.Predicted.ShouldBe(last.Class);
            verdict.Confidence.ShouldBe(last.Confidence, 1e-5);
            frozen.UpdateCount.ShouldBe(learning.UpdateCount - Gesture);
        }
    }

    [Fact]
    public void A_step_that_is_spared_learning_changes_no_weight_and_is_counted()
    {
        using SpikingNetwork network = SmallNetworks.Create();
        float[] weights = network.Tensor(0, LayerTensor.Weights);
        using var recognizer = new Recognizer(network, Learning with { Prequential = false }) { SparesLearning = true };
        recognizer.Mark(new LabelMark(null, 1));
        using StepBatch many = Steps(30);
        recognizer.Push(many, _ => { });
        network.Tensor(0, LayerTensor.Weights).ShouldBe(weights);
        (recognizer.Steps, recognizer.LearnedSteps, recognizer.SparedSteps).ShouldBe((30, 0, 30));
        network.UpdateCount.ShouldBe(0);
        recognizer.SparesLearning = false;
        using StepBatch few = Steps(10);
        recognizer.Push(few, _ => { });
        network.Tensor(0, LayerTensor.Weights).ShouldNotBe(weights);
        (recognizer.LearnedSteps, recognizer.SparedSteps).ShouldBe((10, 30));
    }

    [Fact]
    public void Skipped_time_leaves_the_network_as_it_was_and_counts_for_when_it_speaks_next()
    {
        using SpikingNetwork network = SmallNetworks.Create();
        using var through = new Recognizer(network, Learning with { Learn = false });
        using var skipping = new Recognizer(network, Learning with { Learn = false });
        var said = new List<StreamItem>();
        using StepBatch steps = Steps(15);
        through.Push(steps, _ => { });
        skipping.Push(steps, 0, 9, said.Add);
        said.ShouldBeEmpty("it speaks every 10 steps");
        skipping.Skip(40);
        skipping.Push(steps, 9, 1, said.Add);
        said.ShouldHaveSingleItem().ShouldBeOfType<GestureClassification>();
        skipping.Push(steps, 10, 5, said.Add);
        skipping.State.Scores.ToArray().ShouldBe(through.State.Scores.ToArray());
        (skipping.Steps, skipping.SkippedSteps).ShouldBe((15, 40));
    }

    [Fact]
    public void Unlabelled_steps_and_learning_switched_off_change_no_weight()
    {
        using SpikingNetwork network = SmallNetworks.Create();
        float[] before = network.Tensor(0, LayerTensor.Weights);
        Run(network, gestures: 2, Learning, []);
        Run(network, gestures: 2, Learning with { Learn = false }, Marks(2));
        network.UpdateCount.ShouldBe(0);
        network.Tensor(0, LayerTensor.Weights).ShouldBe(before);
    }

    [Fact]
    public void Classifications_come_at_every_interval_with_scores_votes_and_the_label_in_force()
    {
        using SpikingNetwork network = SmallNetworks.Create(burnIn: 5);
        GestureClassification[] all = [.. Run(network, gestures: 2, Learning, Marks(1)).OfType<GestureClassification>()];
        all.Select(c => c.Timestamp).ShouldBe(Enumerable.Range(1, 20).Select(k => k * 10_000L));
        all.ShouldAllBe(c => c.Scores.Count == 2 && c.LayerVotes.Count == 1 && c.Class == (c.Scores[0] >= c.Scores[1] ? 0 : 1));
        all.ShouldAllBe(c => c.Confidence >= .5 && c.Confidence <= 1);
        all[3].Label.ShouldBe(0);
        all[3].StepsSinceOnset.ShouldBe(40);
        all[3].Learned.ShouldBeTrue();
        all[15].Label.ShouldBe(-1);
        all[15].Learned.ShouldBeFalse();
    }

    [Fact]
    public void A_reset_restarts_the_state_and_goes_through()
    {
        using var events = new PooledEvents(4096);
        using SpikingNetwork network = SmallNetworks.Create(burnIn: 50);
        var notice = new StreamNotice(NoticeKind.TimestampReset, 0, 0, "reset");
        var items = new List<StreamItem>();
        TestStreams.Of(events.Pool, TestStreams.Gestures(1, Gesture), notice, TestStreams.Gestures(1, Gesture))
            .BinByTime(1000)
            .Recognize(network, options: Learning)
            .Items.Subscribe(items.Add);
        items.ShouldContain(notice);
        items.OfType<GestureClassification>().Select(c => c.StepsSinceOnset).ShouldBe([60, 70, 80, 90, 100, 60, 70, 80, 90, 100]);
    }

    [Fact]
    public void A_person_can_label_at_once_from_another_thread()
    {
        using SpikingNetwork network = SmallNetworks.Create();
        using var events = new PooledEvents(4096);
        GestureOutcome[] outcomes = [];
        TestStreams.Of(events.Pool, TestStreams.Gestures(1, Gesture))
            .BinByTime(1000)
            .Recognize(network, Observable.Return(new LabelMark(null, 1)), Learning)
            .Outcomes.ToArray().Subscribe(all => outcomes = all);
        outcomes.ShouldHaveSingleItem().Label.ShouldBe(1);
    }

    [Fact]
    public void Steps_of_another_shape_are_refused_with_both_shapes()
    {
        using SpikingNetwork network = SmallNetworks.Create();
        using var events = new PooledEvents();
        Should.Throw<ModelException>(() => TestStreams.Of(events.Pool).BinByTime(1000, downsample: 2).Recognize(network))
            .Message.ShouldContain("2x2x2");
    }

    [Fact]
    public void The_same_stream_gives_the_same_weights()
    {
        using SpikingNetwork a = SmallNetworks.Create();
        using SpikingNetwork b = SmallNetworks.Create();
        Run(a, gestures: 4, Learning, Marks(4));
        Run(b, gestures: 4, Learning, Marks(4));
        a.Tensor(0, LayerTensor.Weights).ShouldBe(b.Tensor(0, LayerTensor.Weights));
    }

    private static IEnumerable<LabelMark> Marks(int gestures, int first = 0, int at = 0) =>
        Enumerable.Range(0, gestures)
            .Select(g => new LabelMark((g + at) * Gesture * 1000L, (g + first) % 2))
            .Append(new LabelMark((gestures + at) * Gesture * 1000L, LabelMark.None));

    private static List<StreamItem> Run(SpikingNetwork network, int gestures, RecognitionOptions options, IEnumerable<LabelMark> marks)
    {
        using var events = new PooledEvents(16384);
        var pool = new StepBatchPool(16);
        var items = new List<StreamItem>();
        TestStreams.Of(events.Pool, TestStreams.Gestures(gestures, Gesture))
            .BinByTime(1000, pool: pool)
            .Recognize(network, LabelMark.Known(marks), options)
            .Items.Subscribe(items.Add);
        pool.Outstanding.ShouldBe(0);
        return items;
    }
}
