using System.Globalization;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Recordings;
using EventSnn.Recordings.Writing;
using EventSnn.Simulation.Cameras;
using EventSnn.Simulation.Digits;
using EventSnn.Simulation.Rendering;

namespace EventSnn.Simulation.DataSets;

/// <summary>
/// Simulated moving digits in the layout of N-MNIST: <c>Train/7/00042.bin</c>, 40-bit events, 34 x 34, 0.3 s each. The
/// digits are drawn by rule, so there is nothing to download; Train and Test hold different hands.
/// </summary>
public sealed class DigitDataSet
{
    private readonly int train;
    private readonly int test;
    private readonly ulong seed;
    private readonly CameraModel camera;

    /// <summary>Plans a set.</summary>
    /// <param name="train">Samples in Train, the ten digits by turns.</param>
    /// <param name="test">Samples in Test.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="camera">The camera; null for the DVS128. Its size is not used.</param>
    public DigitDataSet(int train, int test, ulong seed, CameraModel? camera = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(train);
        ArgumentOutOfRangeException.ThrowIfNegative(test);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)train + test, 99_999);
        this.train = train;
        this.test = test;
        this.seed = seed;
        this.camera = camera ?? CameraModels.Dvs128;
    }

    /// <summary>Samples in all.</summary>
    public int Count => train + test;

    /// <summary>Makes the set; samples that exist are kept.</summary>
    /// <param name="folder">Where it goes; created where it does not exist.</param>
    /// <param name="threads">Samples made at the same time.</param>
    /// <param name="progress">Called after every sample, from several threads; may be null.</param>
    /// <param name="cancellation">Stops the work.</param>
    public void Generate(string folder, int threads = 1, Action? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        for (int digit = 0; digit < 10; digit++)
        {
            foreach (string part in new[] { train > 0 ? "Train" : null, test > 0 ? "Test" : null }.OfType<string>())
            {
                Directory.CreateDirectory(Path.Combine(folder, part, digit.ToString(CultureInfo.InvariantCulture)));
            }
        }

        Parallel.For(0, Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, n =>
        {
            string part = n < train ? "Train" : "Test";
            string path = Path.Combine(folder, part, (n % 10).ToString(CultureInfo.InvariantCulture), $"{n + 1:00000}.bin");
            if (!File.Exists(path))
            {
                using RecordingWriter writer = Recording.Create(path, new WriteOptions { Size = new SensorSize(34, 34) });
                Film(n, writer.Write);
                writer.Complete();
            }

            progress?.Invoke();
        });
    }

    /// <summary>Films one sample.</summary>
    /// <param name="number">Which, from 0; its last decimal digit is what it shows.</param>
    /// <param name="receive">Gets the batches, borrowed until it returns.</param>
    public void Film(int number, Action<EventBatch> receive)
    {
        const double warmUp = 0.02;
        var scene = new DigitScene(number % 10, seed, number, new SensorSize(34, 34));
        var sampler = new SceneSampler { MaximumShift = 0.2 };
        var light = new float[scene.Size.Pixels];
        bool settled = false;
        using var film = new SimulatedCamera(camera, scene.Size, RandomStream.Mix(seed, 0xD161 + (ulong)number), batch =>
        {
            if (settled)
            {
                receive(batch);
            }
        });
        double time = -warmUp * 1e6;
        while (time <= DigitScene.Length * 1e6)
        {
            scene.Render(time * 1e-6, light);
            film.Expose(light, time);
            if (!settled && time >= 0)
            {
                film.FlushBatch();
                settled = true;
            }

            double next = sampler.Next(scene, time);
            time = time < 0 && next > 0 ? 0 : next;
        }

        film.Flush();
    }
}
