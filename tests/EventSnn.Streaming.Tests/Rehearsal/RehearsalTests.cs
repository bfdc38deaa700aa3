using System.Reactive.Linq;
using EventSnn.Events.Binning;
using EventSnn.Networks;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Decisions;
using EventSnn.Streaming.Operators;
using EventSnn.Streaming.Recognition;
using EventSnn.Streaming.Rehearsal;
using EventSnn.TestKit;

namespace EventSnn.Streaming.Tests.Rehearsal;

public sealed class RehearsalTests
{
    [Fact]
    public void The_collector_keeps_one_clip_for_every_gesture_and_nothing_between()
    {
        IReadOnlyList<GestureClip> clips = Clips();
        clips.Select(c => (c.Label, c.Steps.Count)).ShouldBe([(0, 60), (1, 60), (0, 60)]);
        clips[0].Steps.Inputs(7).ToArray().ShouldBe([16, 20, 24, 28], "ON events of the left column");
        clips[1].Steps.Inputs(0).ToArray().ShouldBe([19, 23, 27, 31], "ON events of the right column");
        clips[1].Steps.Counts(0).ToArray().ShouldBe([1, 1, 1, 1]);
    }

    [Fact]
    public void Two_gestures_learned_side_by_side_are_told_apart()
    {
        using SpikingNetwork network = SmallNetworks.Create();
        IReadOnlyList<GestureClip> clips = Clips();
        Rehearser.Run(network, clips, new RehearsalOptions { Epochs = 20, BatchSize = 3 });
        foreach (GestureClip clip in clips)
        {
            NetworkState state = network.CreateState();
            var vote = new ClipVote(2, VoteKind.SummedScores);
            for (int k = 0; k < clip.Steps.Count; k++)
            {
                network.Step(state, clip.Steps.Inputs(k), clip.Steps.Counts(k), -1, learn: false);
                vote.Add(state.Scores);
            }

            vote.Class.ShouldBe(clip.Label);
        }
    }

    [Fact]
    public void Equal_seeds_give_equal_weights()
    {
        using SpikingNetwork a = Rehearsed(seed: 5);
        using SpikingNetwork b = Rehearsed(seed: 5);
        using SpikingNetwork c = Rehearsed(seed: 6);
        a.UpdateCount.ShouldBeGreaterThan(0);
        a.Tensor(0, LayerTensor.Weights).ShouldBe(b.Tensor(0, LayerTensor.Weights));
        a.Tensor(0, LayerTensor.Weights).ShouldNotBe(c.Tensor(0, LayerTensor.Weights));
    }

    [Fact]
    public void Crops_are_as_long_as_asked_and_a_batch_is_one_update_a_step()
    {
        using SpikingNetwork network = SmallNetworks.Create();
        Rehearser.Run(network, Clips(), new RehearsalOptions { Epochs = 2, BatchSize = 3, CropMicroseconds = 40_000 });
        network.UpdateCount.ShouldBe(2 * 40);
    }

    [Fact]
    public void It_stops_when_told_to()
    {
        using SpikingNetwork network = SmallNetworks.Create();
        using var stop = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => Rehearser.Run(
            network, Clips(), new RehearsalOptions { Epochs = 100, BatchSize = 1 }, _ => stop.Cancel(), stop.Token));
        network.UpdateCount.ShouldBe(60, "one clip");
    }

    private static SpikingNetwork Rehearsed(ulong seed)
    {
        SpikingNetwork network = SmallNetworks.Create();
        Rehearser.Run(network, Clips(), new RehearsalOptions { Epochs = 8, BatchSize = 1, CropMicroseconds = 30_000, Seed = seed });
        return network;
    }

    private static IReadOnlyList<GestureClip> Clips()
    {
        using var events = new PooledEvents(16384);
        var collector = new ClipCollector();
        for (int g = 0; g < 3; g++)
        {
            collector.Mark(new LabelMark((g * 100_000) + 20_000, g % 2));
            collector.Mark(new LabelMark((g * 100_000) + 80_000, LabelMark.None));
        }

        TestStreams.Of(events.Pool, TestStreams.Gestures(3, 100)).BinByTime(1000).Items.Subscribe(collector.Push);
        return collector.Clips;
    }
}
