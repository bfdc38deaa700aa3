using System.Reactive.Subjects;
using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Events.Streams;
using EventSnn.Live.CatchUp;
using EventSnn.Live.Pipeline;
using EventSnn.Live.Tests.Pipeline;
using EventSnn.Networks;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;
using EventSnn.Streaming.Boundaries;

namespace EventSnn.Live.Tests.CatchUp;

/// <summary>
/// A camera that gives a batch every 5 ms, and a model whose steps of 1 ms take as long as the test says, both on one clock that is moved by hand: what a slow
/// machine does, without one.
/// </summary>
public sealed class CatchUpTests : IDisposable
{
    private const long Slice = 5_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HandClock clock = new();
    private readonly EventBatchPool pool = new(256);
    private readonly RandomStream random = new(9);
    private readonly List<StreamNotice> notices = [];
    private double stepMilliseconds;
    private double updateMilliseconds;
    private long slices;

    public void Dispose() => pool.Outstanding.ShouldBe(0);

    [Fact]
    public void A_model_that_follows_skips_nothing()
    {
        stepMilliseconds = .8;
        using SpikingNetwork network = Network();
        using LivePipeline pipeline = Pipeline(network);
        Play(pipeline, 400);
        PipelineStatus status = Balanced(pipeline);
        status.Model!.SkippedSteps.ShouldBe(0);
        status.SkippedShare.ShouldBe(0);
        status.Decided.Max.ShouldBeLessThan(10);
        notices.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1.7)]
    [InlineData(4)]
    [InlineData(12)]
    public void A_model_that_cannot_follow_skips_time_so_that_latency_stays_bounded(double milliseconds)
    {
        stepMilliseconds = milliseconds;
        using SpikingNetwork network = Network();
        using LivePipeline pipeline = Pipeline(network);
        Play(pipeline, 400);
        PipelineStatus status = Balanced(pipeline);
        status.Decided.Max.ShouldBeLessThan(25 + 5 + milliseconds + 5, "the lag allowed, the steps of a batch, the step that had begun, and the batch that waited for it");
        status.SkippedShare.ShouldBe(1 - (1 / milliseconds), .05);
        status.Model!.Steps.ShouldBeGreaterThan(100);
        status.SkippedSeconds.ShouldBe(0, "the learner follows");
    }

    [Fact]
    public void Without_skipping_the_same_model_falls_behind_for_ever()
    {
        stepMilliseconds = 1.7;
        using SpikingNetwork network = Network();
        using LivePipeline pipeline = Pipeline(network, CatchUpPolicy.Wait);
        Play(pipeline, 400);
        PipelineStatus status = Balanced(pipeline);
        status.Model!.SkippedSteps.ShouldBe(0);
        status.Decided.Max.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Learning_is_given_up_before_time_is()
    {
        stepMilliseconds = .7;
        updateMilliseconds = .6;
        using SpikingNetwork network = Network();
        using LivePipeline pipeline = Pipeline(network);
        pipeline.Teach("left");
        Play(pipeline, 400);
        pipeline.Teach(null);
        PipelineStatus status = Balanced(pipeline);
        ModelFlow model = status.Model!;
        model.SkippedSteps.ShouldBe(0, "without learning it follows");
        model.SparedSteps.ShouldBeGreaterThan(200);
        model.LearnedSteps.ShouldBeGreaterThan(200);
        (model.SparedSteps + model.LearnedSteps).ShouldBeInRange(model.Steps - 2, model.Steps);
        pipeline.Push(new StreamNotice(NoticeKind.TimestampReset, null, 0, "the end")); // what has gathered is shown
        notices.ShouldAllBe(n => n.Kind == NoticeKind.LearningSkipped);
        notices.Sum(n => n.Count).ShouldBe(model.SparedSteps);
    }

    [Fact]
    public void The_policy_skip_gives_up_time_and_never_learning()
    {
        stepMilliseconds = .7;
        updateMilliseconds = .6;
        using SpikingNetwork network = Network();
        using LivePipeline pipeline = Pipeline(network, CatchUpPolicy.Skip);
        pipeline.Teach("left");
        Play(pipeline, 400);
        ModelFlow model = Balanced(pipeline).Model!;
        model.SparedSteps.ShouldBe(0);
        model.SkippedSteps.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Every_millisecond_that_was_skipped_is_in_a_notice_and_there_is_one_a_second_at_most()
    {
        stepMilliseconds = 3;
        using SpikingNetwork network = Network();
        using LivePipeline pipeline = Pipeline(network);
        Play(pipeline, 600); // 3 s
        pipeline.Push(new StreamNotice(NoticeKind.TimestampReset, null, 0, "the end")); // what has gathered is shown
        PipelineStatus status = pipeline.Status();
        notices.ShouldAllBe(n => n.Kind == NoticeKind.TimeSkipped && n.Detail.Contains("steps", StringComparison.Ordinal));
        notices.Sum(n => n.Count).ShouldBe(status.Model!.SkippedSteps * 1000);
        notices.Count.ShouldBeInRange(3, 5);
    }

    [Fact]
    public void A_batch_of_many_milliseconds_is_not_late_by_its_own_length()
    {
        stepMilliseconds = .9;
        using SpikingNetwork network = Network();
        using LivePipeline pipeline = Pipeline(network);
        for (int k = 0; k < 50; k++)
        {
            using EventBatch frame = Batch(k * 40_000, 40_000);
            clock.Now = Max(clock.Now, Arrival((k + 1) * 40_000));
            frame.ReceivedAt = Arrival((k + 1) * 40_000).Ticks;
            pipeline.Push(frame);
        }

        Balanced(pipeline).Model!.SkippedSteps.ShouldBe(0);
    }

    [Fact]
    public void Events_that_nobody_knows_the_arrival_of_are_never_late()
    {
        stepMilliseconds = 50;
        using SpikingNetwork network = Network();
        using LivePipeline pipeline = Pipeline(network);
        for (int k = 0; k < 40; k++)
        {
            using EventBatch batch = Batch(k * Slice, Slice);
            pipeline.Push(batch);
        }

        Balanced(pipeline).Model!.SkippedSteps.ShouldBe(0);
    }

    [Fact]
    public void A_machine_that_stood_still_passes_over_all_that_waited_and_goes_on_with_now()
    {
        stepMilliseconds = .5;
        using SpikingNetwork network = Network();
        using LivePipeline pipeline = Pipeline(network);
        Play(pipeline, 100);
        clock.Now += TimeSpan.FromMilliseconds(400);
        Play(pipeline, 200);
        PipelineStatus status = Balanced(pipeline);
        status.SkippedSeconds.ShouldBe(.4, .06);
        status.SkippedEvents.ShouldBeGreaterThan(500);
        status.EventSeconds.ShouldBe(1.5 - status.SkippedSeconds, .03);
        status.Decided.P90.ShouldBeLessThan(15);
    }

    [Fact]
    public void Events_lost_before_the_pipeline_are_skipped_time_and_not_silence()
    {
        using SpikingNetwork network = Network();
        using LivePipeline pipeline = Pipeline(network);
        Play(pipeline, 100);
        long steps = pipeline.Status().Model!.Steps;
        slices += 60; // 300 ms that never came
        pipeline.Push(new StreamNotice(NoticeKind.Overflow, null, 1200, "lost"));
        Play(pipeline, 1);
        PipelineStatus status = Balanced(pipeline);
        status.SkippedSeconds.ShouldBe(.3, .0015);
        status.Model!.SkippedSeconds.ShouldBe(.3, .0015);
        status.Model.Steps.ShouldBeLessThan(steps + 10);
    }

    [Fact]
    public async Task On_two_threads_with_a_model_that_stands_still_every_event_is_in_one_counter()
    {
        // The model waits at a gate for its turn, as long as the camera goes on; nothing sleeps.
        using var turn = new SemaphoreSlim(0);
        using SpikingNetwork network = SpikingNetwork.Create(Definition, 1, new SlowBackend(() => turn.Wait(Patience), () => { }));
        using var pipeline = new LivePipeline(new SensorSize(32, 32), new LiveOptions(), network);
        var source = new Subject<StreamItem>();
        var boundary = new ThreadBoundary(source, new BoundaryOptions { Capacity = 4, Overflow = OverflowPolicy.DropOldest });
        var ended = new TaskCompletionSource();
        using IDisposable subscription = boundary.Subscribe(pipeline.Push, ended.SetException, ended.SetResult);
        for (int k = 0; k < 300; k++)
        {
            using EventBatch batch = Batch(k * Slice, Slice);
            batch.ReceivedAt = TimeProvider.System.GetTimestamp();
            source.OnNext(batch);
            turn.Release();
        }

        turn.Release(10_000);
        source.OnCompleted();
        await ended.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        BoundaryCounters queue = boundary.Counters;
        PipelineStatus status = Balanced(pipeline);
        queue.In.ShouldBe(300 * 20);
        queue.In.ShouldBe(queue.Out + queue.Dropped);
        queue.Out.ShouldBe(status.Events);
        queue.Dropped.ShouldBeGreaterThan(0);
    }

    private static readonly NetworkDefinition Definition = new()
    {
        Preset = "test",
        Input = new InputShape(2, 16, 16),
        StepMicroseconds = 1000,
        ClassNames = ["left", "right"],
        BurnInSteps = 0,
        Layers =
        [
            new DenseLayer
            {
                Size = 8,
                Neuron = new NeuronDefinition { Gains = GainRule.Normalised, RefractoryGain = .35f, Surrogate = SurrogateKind.FastSigmoid },
                Initialisation = new WeightInitialisation { Kind = WeightInitialisationKind.Normal, Scale = 4 },
                Readout = new ReadoutDefinition { Kind = ReadoutKind.Structured, Amplitude = 1 },
            },
        ],
        Loss = new LossDefinition(LossKind.SoftmaxCrossEntropy, 10),
        Optimiser = new OptimiserDefinition { Kind = OptimiserKind.Sgd, LearningRate = .01 },
    };

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    /// <summary>When a camera has given everything up to an event time.</summary>
    private static TimeSpan Arrival(long end) => TimeSpan.FromSeconds(1) + TimeSpan.FromMicroseconds(end);

    private SpikingNetwork Network() => SpikingNetwork.Create(Definition, seed: 1, new SlowBackend(
        () => clock.Now += TimeSpan.FromMilliseconds(stepMilliseconds), () => clock.Now += TimeSpan.FromMilliseconds(updateMilliseconds)));

    private LivePipeline Pipeline(SpikingNetwork network, CatchUpPolicy policy = CatchUpPolicy.Spare)
    {
        var pipeline = new LivePipeline(new SensorSize(32, 32), new LiveOptions { CatchUp = new CatchUpOptions { Policy = policy, MostLag = TimeSpan.FromMilliseconds(25) } }, network, clock);
        pipeline.Notices.Subscribe(notices.Add);
        return pipeline;
    }

    /// <summary>The camera goes on whether or not the pipeline is ready: a batch that was received while it was busy has waited.</summary>
    private void Play(LivePipeline pipeline, int count)
    {
        for (int k = 0; k < count; k++)
        {
            using EventBatch batch = Batch(slices * Slice, Slice);
            TimeSpan arrival = Arrival(++slices * Slice);
            clock.Now = Max(clock.Now, arrival);
            batch.ReceivedAt = arrival.Ticks;
            pipeline.Push(batch);
        }
    }

    private EventBatch Batch(long from, long microseconds)
    {
        EventBatch batch = pool.Rent();
        for (int k = 0; k < 20; k++)
        {
            batch.Add(from + (k * microseconds / 20), random.NextInt32(32), random.NextInt32(32), k & 1);
        }

        return batch;
    }

    private static PipelineStatus Balanced(LivePipeline pipeline)
    {
        PipelineStatus status = pipeline.Status();
        status.Events.ShouldBe(status.Binned + status.Late + status.OutOfRange + status.PassedOver + status.SkippedEvents);
        ModelFlow model = status.Model.ShouldNotBeNull();
        model.Events.ShouldBe(status.Events - status.PassedOver - status.SkippedEvents);
        model.Events.ShouldBe(model.Seen + model.Skipped + model.Waiting + model.Late + model.OutOfRange + model.Saturated);
        model.Waiting.ShouldBeInRange(0, 20, "no more than one step can hold");
        return status;
    }
}
