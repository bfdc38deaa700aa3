using EventSnn.Events.Batches;
using EventSnn.Recordings.DvsGesture;
using EventSnn.Recordings.Reading;
using EventSnn.Simulation.Cameras;
using EventSnn.Simulation.DataSets;
using EventSnn.Simulation.Gestures.Light;
using EventSnn.TestKit;

namespace EventSnn.Simulation.Tests.DataSets;

public sealed class GestureDataSetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly GestureDataSetOptions Small = new()
    {
        Subjects = 2,
        Lightings = [Lighting.Led],
        Seconds = 0.1,
        GapSeconds = 0.1,
        Seed = 4,
        Camera = CameraModels.Dvs128 with { Size = new(32, 32) },
    };

    [Fact]
    public void The_default_set_has_the_shape_of_DvsGesture()
    {
        var set = new GestureDataSet(new GestureDataSetOptions());
        set.Plans.Count.ShouldBe(29 * 3);
        set.Plans.Where(p => p.IsTest).Select(p => p.Subject.Number).Distinct().ShouldBe([24, 25, 26, 27, 28, 29]);
        set.Plans.ShouldAllBe(p => p.Windows.Count == 11);
        set.Plans[0].Name.ShouldBe("user01_fluorescent");
    }

    [Fact]
    public void A_folder_reads_back_as_DvsGesture_with_events_in_every_window()
    {
        using var folder = new TemporaryFolder();
        new GestureDataSet(Small).Generate(folder.Path, cancellation: Token).ShouldBe(2);

        DvsGestureLayout layout = DvsGestureLayout.Open(folder.Path);
        layout.ClassNames.ShouldBe(DvsGestureLayout.DefaultClassNames);
        layout.TrainTrials.Select(Path.GetFileName).ShouldBe(["user01_led.aedat"]);
        layout.TestTrials.Select(Path.GetFileName).ShouldBe(["user02_led.aedat"]);
        LabelTrack labels = layout.ReadLabels(layout.TestTrials[0]);
        labels.Labels.Select(l => l.Class).ShouldBe(Enumerable.Range(0, 11));
        labels.Labels.ShouldAllBe(l => l.Duration == 100_000);

        var inWindow = new long[11];
        long last = 0;
        using RecordingReader reader = DvsGestureLayout.OpenRecording(layout.TestTrials[0]);
        using EventBatch batch = EventBatchPool.Shared.Rent();
        while (reader.Read(batch))
        {
            foreach (long t in batch.Timestamps)
            {
                t.ShouldBeGreaterThanOrEqualTo(last);
                last = t;
                if (labels.IndexAt(t) is >= 0 and int i)
                {
                    inWindow[i]++;
                }
            }
        }

        inWindow.ShouldAllBe(n => n > 20);
        last.ShouldBeLessThan(2_400_000);
        reader.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Neither_threads_nor_an_interruption_change_a_byte()
    {
        using var straight = new TemporaryFolder();
        using var broken = new TemporaryFolder();
        new GestureDataSet(Small).Generate(straight.Path, cancellation: Token);

        // Stopped in the middle of the second recording, then taken up with two threads.
        using var stop = new CancellationTokenSource();
        var set = new GestureDataSet(Small);
        Should.Throw<OperationCanceledException>(() => set.Generate(
            broken.Path, 1,
            (plan, share) =>
            {
                if (plan.Subject.Number == 2 && share > 0.05)
                {
                    stop.Cancel();
                }
            },
            stop.Token));
        Directory.GetFiles(broken.Path, "*.aedat").Select(Path.GetFileName).ShouldBe(["user01_led.aedat"]);
        new GestureDataSet(Small).Generate(broken.Path, threads: 2, cancellation: Token).ShouldBe(1);

        string[] names = [.. Directory.GetFiles(straight.Path).Select(f => Path.GetFileName(f)!).Order()];
        Directory.GetFiles(broken.Path).Select(Path.GetFileName).Order().ShouldBe(names);
        foreach (string name in names)
        {
            File.ReadAllBytes(broken.File(name)).ShouldBe(File.ReadAllBytes(straight.File(name)), name);
        }
    }

    [Fact]
    public void A_folder_with_another_set_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        new GestureDataSet(Small with { Subjects = 1 }).Generate(folder.Path, cancellation: Token);
        Should.Throw<InvalidOperationException>(() => new GestureDataSet(Small).Generate(folder.Path, cancellation: Token)).Message.ShouldContain("other options");

        using var foreign = new TemporaryFolder();
        File.WriteAllText(foreign.File("user01.aedat"), "mine");
        Should.Throw<InvalidOperationException>(() => new GestureDataSet(Small).Generate(foreign.Path, cancellation: Token)).Message.ShouldContain("not made by this command");
    }

    /// <summary>The short form; the long form is <c>eventsnn simulate recordings</c> and a comparison of the files.</summary>
    [Fact]
    public void The_shipped_recordings_are_what_their_command_makes()
    {
        Assert.SkipUnless(Repository.Root is not null, "not in a checkout");
        string folder = Path.Combine(Repository.Root!, "recordings");
        GestureRecordingPlan plan = new GestureDataSet(ShippedRecordings.Options).Plans[1];
        const int wanted = 20_000;

        var shipped = new List<(long, int, int, int)>();
        using (RecordingReader reader = DvsGestureLayout.OpenRecording(Path.Combine(folder, plan.Name + ".aedat")))
        using (EventBatch batch = EventBatchPool.Shared.Rent())
        {
            while (shipped.Count < wanted && reader.Read(batch))
            {
                shipped.AddRange(PooledEvents.Tuples(batch).Select(e => (e.T, e.X, e.Y, e.P)));
            }
        }

        var made = new List<(long, int, int, int)>();
        using var enough = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => GestureRecorder.Film(
            plan,
            batch =>
            {
                made.AddRange(PooledEvents.Tuples(batch).Select(e => (e.T, e.X, e.Y, e.P)));
                if (made.Count >= wanted)
                {
                    enough.Cancel();
                }
            },
            null,
            enough.Token));

        // Sines and logarithms differ in their last digit between processors, which now and then moves an event; the rest agrees.
        int common = Math.Min(made.Count, shipped.Count);
        common.ShouldBeGreaterThanOrEqualTo(wanted);
        var known = shipped.Take(common).ToHashSet();
        ((double)made.Take(common).Count(known.Contains) / common).ShouldBeGreaterThan(0.99);
        Directory.GetFiles(folder).Sum(f => new FileInfo(f).Length).ShouldBeLessThan(12_000_000);
    }
}
