using EventSnn.Events.Batches;
using EventSnn.Recordings;
using EventSnn.Recordings.Reading;
using EventSnn.Simulation.DataSets;
using EventSnn.Simulation.Digits;
using EventSnn.TestKit;

namespace EventSnn.Simulation.Tests.Digits;

public sealed class DigitTests
{
    [Fact]
    public void Ten_digits_look_different_and_every_hand_writes_its_own()
    {
        float[][] pictures = [.. Enumerable.Range(0, 10).Select(d => Picture(d, d))];
        pictures.Select(p => string.Join(',', p)).Distinct().Count().ShouldBe(10);
        Picture(3, 3).ShouldBe(Picture(3, 3));
        Picture(3, 13).ShouldNotBe(Picture(3, 3));

        // Ink on every digit, ground around it.
        pictures.ShouldAllBe(p => p.Count(v => v > 100) > 15 && p.Count(v => v < 40) > 500);
    }

    [Fact]
    public void A_set_has_the_layout_of_N_MNIST_and_is_the_same_on_two_threads()
    {
        using var one = new TemporaryFolder();
        using var two = new TemporaryFolder();
        new DigitDataSet(12, 4, 3).Generate(one.Path, cancellation: TestContext.Current.CancellationToken);
        new DigitDataSet(12, 4, 3).Generate(two.Path, threads: 2, cancellation: TestContext.Current.CancellationToken);
        string[] files = [.. Directory.GetFiles(one.Path, "*.bin", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(one.Path, f)).Order()];
        files.Length.ShouldBe(16);
        files.ShouldContain(Path.Combine("Train", "1", "00012.bin"));
        files.ShouldContain(Path.Combine("Test", "5", "00016.bin"));
        foreach (string file in files)
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(one.Path, file));
            File.ReadAllBytes(Path.Combine(two.Path, file)).ShouldBe(bytes, file);
            bytes.Length.ShouldBeGreaterThan(500 * 5);
        }

        using RecordingReader reader = Recording.Open(Path.Combine(one.Path, files[0]));
        using EventBatch batch = EventBatchPool.Shared.Rent();
        reader.Read(batch).ShouldBeTrue();
        batch.X.ToArray().ShouldAllBe(x => x < 34);
        batch.Timestamps[^1].ShouldBeLessThan(310_000);
    }

    private static float[] Picture(int digit, int number)
    {
        var scene = new DigitScene(digit, 1, number, new(34, 34));
        var light = new float[34 * 34];
        scene.Render(0.05, light);
        return light;
    }
}
