using EventSnn.Events.Binning;

namespace EventSnn.Training.DataSets;

/// <summary>
/// The clips of a data set as time steps. What comes from recordings is read once and kept (about 6 bytes per input that is not zero
/// in a step); what is drawn at random is drawn when asked for.
/// </summary>
public sealed class ClipStore
{
    private readonly StepSequence?[] kept;

    private ClipStore(ClipDataSet dataSet, ClipBinning binning)
    {
        DataSet = dataSet;
        Binning = binning;
        kept = new StepSequence?[dataSet.Clips.Count];
    }

    /// <summary>The data set.</summary>
    public ClipDataSet DataSet { get; }

    /// <summary>How its clips were binned.</summary>
    public ClipBinning Binning { get; }

    /// <summary>The shape of the steps.</summary>
    public InputShape Shape => DataSet.Shape(Binning);

    /// <summary>What happened to the events.</summary>
    public LoadCounters Counters { get; } = new();

    /// <summary>Reads a data set, several files side by side.</summary>
    /// <param name="dataSet">The data set.</param>
    /// <param name="binning">How to bin.</param>
    /// <param name="onUnit">Told (files done, files) after each file, from any thread; null for none.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The clips.</returns>
    /// <exception cref="Recordings.RecordingException">A recording is damaged.</exception>
    public static ClipStore Load(ClipDataSet dataSet, ClipBinning binning, Action<int, int>? onUnit = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataSet);
        ArgumentNullException.ThrowIfNull(binning);
        _ = dataSet.Shape(binning); // says at once where the binning does not fit
        var store = new ClipStore(dataSet, binning);
        if (dataSet.IsDrawn)
        {
            return store;
        }

        int done = 0;
        try
        {
            Parallel.For(
                0,
                dataSet.Units,
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
                unit =>
                {
                    dataSet.Load(unit, binning, 0, store.Counters, (clip, steps) => store.kept[clip] = steps, cancellation);
                    onUnit?.Invoke(Interlocked.Increment(ref done), dataSet.Units);
                });
        }
        catch (AggregateException e)
        {
            // One damaged file is told as itself.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }

        return store;
    }

    /// <summary>The steps of a clip. Safe for any number of threads.</summary>
    /// <param name="clip">Its index in <see cref="ClipDataSet.Clips"/>.</param>
    /// <param name="draw">Which draw, where clips are drawn at random; 0 to test with.</param>
    /// <returns>The steps; not to be changed.</returns>
    public StepSequence Steps(int clip, ulong draw = 0)
    {
        if (kept[clip] is { } steps)
        {
            return steps;
        }

        StepSequence? drawn = null;
        DataSet.Load(clip, Binning, draw, Counters, (_, s) => drawn = s, CancellationToken.None);
        return drawn!;
    }
}
