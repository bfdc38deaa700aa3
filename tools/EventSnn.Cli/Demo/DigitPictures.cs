using EventSnn.Events.Geometry;
using EventSnn.Simulation.Digits;
using EventSnn.Training;
using EventSnn.Training.DataSets;

namespace EventSnn.Cli.Demo;

/// <summary>Pictures of digits, 28x28: MNIST where a folder is given, else drawn by rule.</summary>
/// <param name="Train">Intensities in [0, 1] and their digits, to learn from.</param>
/// <param name="Test">The same, to test with.</param>
/// <param name="Name">What they are.</param>
internal sealed record DigitPictures(IReadOnlyList<(float[] Intensities, int Label)> Train, IReadOnlyList<(float[] Intensities, int Label)> Test, string Name)
{
    public const int Side = 28;

    /// <summary>Takes the first pictures of each part.</summary>
    public static DigitPictures Take(DemoRun run, int train, int test)
    {
        if (run.Data is not { } folder)
        {
            return new([.. Enumerable.Range(0, train).Select(n => Draw(n))], [.. Enumerable.Range(train, test).Select(n => Draw(n))], "simulated digits");
        }

        MnistDataSet set = MnistDataSet.Open(folder);
        if (set.Size.Width != Side || set.Size.Height != Side)
        {
            throw new TrainingException($"{folder}: expected pictures of {Side}x{Side}, found {set.Size}. Use the files of MNIST.");
        }

        return new(Part(set, ClipPart.Train, train), Part(set, ClipPart.Test, test), "MNIST");
    }

    private static (float[] Intensities, int Label)[] Part(MnistDataSet set, ClipPart part, int count)
    {
        int[] clips = [.. Enumerable.Range(0, set.Clips.Count).Where(i => set.Clips[i].Part == part).Take(count)];
        return clips.Length == count
            ? [.. clips.Select(i => (Scale(set.Picture(i)), set.Clips[i].Label))]
            : throw new TrainingException($"{set.Folder}: expected at least {count} pictures to {(part == ClipPart.Train ? "learn from" : "test with")}, found {clips.Length}. Complete the folder (train-* and t10k-* files).");
    }

    private static float[] Scale(ReadOnlySpan<byte> pixels)
    {
        var values = new float[pixels.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = pixels[i] / 255f;
        }

        return values;
    }

    private static (float[] Intensities, int Label) Draw(int number)
    {
        var values = new float[Side * Side];
        new DigitScene(number % 10, 1, number, new SensorSize(Side, Side)).Render(0, values);
        float dark = values.Min();
        float range = Math.Max(1e-6f, values.Max() - dark);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] - dark) / range;
        }

        return (values, number % 10);
    }
}
