using System.IO.Compression;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Events.Streams;
using EventSnn.Live.Pipeline;
using EventSnn.Networks.Continual;
using EventSnn.Recordings;
using EventSnn.Recordings.DvsGesture;
using EventSnn.TestKit;

namespace EventSnn.Live.Tests.Pipeline;

public sealed class LivePipelineTests : IDisposable
{
    private readonly HandClock clock = new();
    private readonly LivePipeline pipeline;
    private readonly EventBatchPool pool = new(4096);
    private readonly RandomStream random = new(5);
    private long time;

    public LivePipelineTests() => pipeline = new LivePipeline(SensorSize.Dvs128, time: clock);

    public void Dispose()
    {
        pipeline.Dispose();
        pool.Outstanding.ShouldBe(0);
    }

    [Fact]
    public void Motions_that_differ_in_direction_only_are_taught_and_told_apart()
    {
        Show("to the right", 3, step: 1);
        Show("to the left", 3, step: -1);
        Play(2, step: 1);
        pipeline.Decision!.Name.ShouldBe("to the right");
        pipeline.Decision.Kind.ShouldBe(DecisionKind.Gesture);
        Play(2, step: -1);
        pipeline.Decision.Name.ShouldBe("to the left");
    }

    [Fact]
    public void What_was_never_shown_is_unknown_and_stillness_is_no_gesture()
    {
        Show("to the right", 4, step: 1);
        Show("to the left", 4, step: -1);
        Play(2, step: 0); // noise all over
        pipeline.Decision!.Kind.ShouldBe(DecisionKind.Unknown);
        Silence(3);
        pipeline.Decision.Kind.ShouldBe(DecisionKind.NoGesture);
    }

    [Fact]
    public void Passing_through_without_a_label_changes_nothing_and_undo_takes_back_exactly_one_showing()
    {
        Show("to the right", 3, step: 1);
        PipelineStatus before = pipeline.Status();
        Play(2, step: -1);
        pipeline.Status().Classes.ShouldBe(before.Classes);
        Show("to the left", 3, step: -1);
        pipeline.Status().Classes.Count.ShouldBe(2);
        pipeline.Undo().ShouldBeTrue();
        pipeline.Status().Classes.ShouldBe(before.Classes);
        pipeline.Undo().ShouldBeTrue();
        pipeline.Undo().ShouldBeFalse();
        Play(1, step: 1);
        pipeline.Decision!.Kind.ShouldBe(DecisionKind.Untaught);
    }

    [Fact]
    public void A_snapshot_comes_back_whatever_was_learned_since()
    {
        Show("to the right", 3, step: 1);
        pipeline.RestoreSnapshot().ShouldBeFalse();
        pipeline.KeepSnapshot();
        Show("to the left", 3, step: -1);
        pipeline.RestoreSnapshot().ShouldBeTrue();
        pipeline.Status().Classes.Select(c => c.Name).ShouldBe(["to the right"]);
    }

    [Fact]
    public void Every_event_is_in_one_counter_also_across_pauses_and_clock_resets()
    {
        Play(1, step: 1);
        pipeline.Pause(true);
        Play(1, step: 1);
        pipeline.Pause(false);
        time = 0;
        pipeline.Push(new StreamNotice(NoticeKind.TimestampReset, 0, 0, "reset"));
        Play(1, step: 1);
        PipelineStatus status = pipeline.Status();
        status.PassedOver.ShouldBeGreaterThan(0);
        status.Events.ShouldBe(status.Binned + status.Late + status.OutOfRange + status.PassedOver + status.SkippedEvents);
        status.RecordedEvents.ShouldBe(status.Events - status.PassedOver);
    }

    [Fact]
    public void A_source_that_is_silent_steps_on_by_the_hosts_clock()
    {
        Show("to the right", 3, step: 1);
        Play(1, step: 1);
        pipeline.Decision!.Kind.ShouldBe(DecisionKind.Gesture);
        clock.Now += TimeSpan.FromSeconds(3);
        pipeline.Tick();
        pipeline.Decision.Kind.ShouldBe(DecisionKind.NoGesture);
    }

    [Fact]
    public void Events_that_were_held_up_on_their_way_are_not_late_because_the_host_took_them_for_silence()
    {
        Show("to the right", 3, step: 1);
        clock.Now += TimeSpan.FromSeconds(3); // the machine stands still, then everything comes at once
        pipeline.Tick();
        Play(2, step: 1);
        pipeline.Status().Late.ShouldBe(0);
        pipeline.Decision!.Kind.ShouldBe(DecisionKind.Gesture);
    }

    [Fact]
    public void A_session_is_exported_as_a_labelled_recording_that_can_be_read_again()
    {
        Show("to the right", 2, step: 1);
        Play(1, step: 0);
        Show("to the left", 2, step: -1);
        using var folder = new TemporaryFolder();
        using (var zip = new ZipArchive(new MemoryStream(pipeline.Export())))
        {
            zip.ExtractToDirectory(folder.Path);
        }

        DvsGestureLayout.ReadMapping(folder.File("gesture_mapping.csv")).ShouldBe(["to the right", "to the left"]);
        LabelTrack labels = LabelTrack.Read(folder.File("session_labels.csv"));
        labels.Labels.Select(l => l.Class).ShouldBe([0, 1]);
        labels.Labels[0].Duration.ShouldBeInRange(1_800_000, 2_100_000);
        RecordedEvents events = RecordedEvents.ReadAll(folder.File("session.aedat"));
        events.Count.ShouldBe((int)pipeline.Status().RecordedEvents);
    }

    [Fact]
    public void Latencies_are_measured_only_where_something_was_received()
    {
        Play(1, step: 1);
        LatencyFigures figures = pipeline.Status().Decided;
        figures.Count.ShouldBeGreaterThan(10);
        figures.P50.ShouldBeLessThanOrEqualTo(figures.P99);
        figures.P99.ShouldBeLessThanOrEqualTo(figures.Max * 1.2);
    }

    private void Show(string name, double seconds, int step)
    {
        pipeline.Teach(name);
        Play(seconds, step);
        pipeline.Teach(null);
    }

    private void Silence(double seconds)
    {
        time += (long)(seconds * 1e6);
        using EventBatch batch = pool.Rent();
        batch.Add(time, 0, 0, 1);
        pipeline.Push(batch);
    }

    /// <summary>A vertical bar that moves by so many pixels every 4 ms, with a little noise; 0: noise only.</summary>
    private void Play(double seconds, int step)
    {
        int frames = (int)(seconds * 250);
        for (int f = 0; f < frames; f++)
        {
            using EventBatch batch = pool.Rent();
            int at = (((f * step) % 128) + 128) % 128;
            for (int k = 0; k < 24; k++)
            {
                long t = time + (k * 4000 / 24);
                bool noise = step == 0 || k % 8 == 7;
                batch.Add(t, noise ? random.NextInt32(128) : at, random.NextInt32(128), noise ? random.NextInt32(2) : 1);
            }

            time += 4000;
            pipeline.Push(batch);
        }
    }
}
