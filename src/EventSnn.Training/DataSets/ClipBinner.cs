using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Events.Filters;
using EventSnn.Events.Streams;

namespace EventSnn.Training.DataSets;

/// <summary>Bins the events of one clip after the other into sequences of steps. Step 0 begins at a clip's first event.</summary>
internal sealed class ClipBinner : IDisposable
{
    private readonly ClipBinning binning;
    private readonly LoadCounters counters;
    private readonly CropFilter? crop;
    private readonly EventBatch? cropped;
    private readonly BinningOptions options;
    private TimeBinner binner;
    private StepSequence steps;
    private long droppedBefore;

    public ClipBinner(ClipDataSet dataSet, ClipBinning binning, LoadCounters counters)
    {
        this.binning = binning;
        this.counters = counters;
        if (dataSet.Frame.Size != dataSet.Size)
        {
            crop = new CropFilter(dataSet.Size, dataSet.Frame);
            cropped = EventBatchPool.Shared.Rent();
        }

        options = new BinningOptions
        {
            Size = dataSet.Frame.Size,
            Downsample = binning.Downsample,
            StepMicroseconds = binning.StepMicroseconds,
            Motion = binning.Motion,
        };
        binner = new TimeBinner(options, Keep);
        steps = new StepSequence(binning.StepMicroseconds);
    }

    public void Push(EventBatch batch)
    {
        if (crop is null)
        {
            binner.Push(batch);
            return;
        }

        cropped!.Clear();
        crop.Apply(batch, cropped);
        binner.Push(cropped);
    }

    /// <summary>Ends the clip.</summary>
    /// <returns>Its steps.</returns>
    public StepSequence Complete()
    {
        binner.Complete();
        long dropped = crop is null ? 0 : crop.Counters.Filtered + crop.Counters.OutOfRange;
        counters.AddClip(binner.Counters, dropped - droppedBefore);
        droppedBefore = dropped;
        StepSequence done = steps;
        steps = new StepSequence(binning.StepMicroseconds);
        binner = new TimeBinner(options, Keep);
        return done;
    }

    public void Dispose() => cropped?.Dispose();

    private void Keep(StreamItem item)
    {
        if (item is StepBatch batch)
        {
            for (int k = 0; k < batch.Count && steps.Count < binning.MaximumSteps; k++)
            {
                steps.Append(batch.Inputs(k), batch.Counts(k));
            }
        }
    }
}
