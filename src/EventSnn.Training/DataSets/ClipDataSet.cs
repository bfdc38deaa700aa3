using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;

namespace EventSnn.Training.DataSets;

/// <summary>A folder of labelled clips. Knows what clips there are; reads them file by file.</summary>
public abstract class ClipDataSet
{
    /// <summary>The layout's name, as <see cref="DataSetLayouts"/> lists it.</summary>
    public abstract string Layout { get; }

    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The names of the classes, index 0 first.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The sensor that the events come from.</summary>
    public required SensorSize Size { get; init; }

    /// <summary>All clips.</summary>
    public required IReadOnlyList<ClipEntry> Clips { get; init; }

    /// <summary>Where clips are drawn at random and each draw differs (Poisson spikes of a picture).</summary>
    public virtual bool IsDrawn => false;

    /// <summary>Remarks about the folder that a user should read: a repaired label, a guessed size.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Pixels to sum per input for a size of the network's input: 4 turns 128x128 into 32x32.</summary>
    /// <param name="inputs">Inputs in the shorter direction, at least 1.</param>
    /// <returns>At least 1; 1 for pictures, which are encoded pixel by pixel.</returns>
    public int DownsampleTo(int inputs) => IsDrawn ? 1 : Math.Max(1, Math.Min(Frame.Width, Frame.Height) / inputs);

    /// <summary>Independent pieces that can be read side by side: files.</summary>
    internal abstract int Units { get; }

    /// <summary>The rectangle of the sensor that is used.</summary>
    internal virtual Region Frame => new(0, 0, Size.Width, Size.Height);

    /// <summary>The shape of the steps.</summary>
    /// <param name="binning">How clips are binned.</param>
    /// <returns>Channels, rows, columns.</returns>
    public virtual InputShape Shape(ClipBinning binning)
    {
        ArgumentNullException.ThrowIfNull(binning);
        return new BinningOptions { Size = Frame.Size, Downsample = binning.Downsample, Motion = binning.Motion }.Shape;
    }

    /// <summary>Reads the clips of one unit.</summary>
    /// <param name="unit">0 to <see cref="Units"/> - 1.</param>
    /// <param name="binning">How to bin.</param>
    /// <param name="draw">Which draw, where <see cref="IsDrawn"/>.</param>
    /// <param name="counters">Told what happened to the events.</param>
    /// <param name="onClip">Receives the index of a clip and its steps.</param>
    /// <param name="cancellation">Checked before every batch of events.</param>
    internal abstract void Load(int unit, ClipBinning binning, ulong draw, LoadCounters counters, Action<int, StepSequence> onClip, CancellationToken cancellation);
}
