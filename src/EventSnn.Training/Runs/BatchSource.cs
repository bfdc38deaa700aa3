using EventSnn.Events.Random;
using EventSnn.Training.Augmentation;
using EventSnn.Training.DataSets;

namespace EventSnn.Training.Runs;

/// <summary>
/// Makes the mini-batches of a run. What is in a batch depends on (seed, epoch, batch) alone, so that the next one can be prepared on
/// another thread, and a resumed run sees the same.
/// </summary>
internal sealed class BatchSource
{
    private readonly ClipStore store;
    private readonly ClassMap map;
    private readonly IReadOnlyList<int> clips;
    private readonly TrainingOptions options;
    private readonly ClipAugmenter? augmenter;
    private readonly int[] order;
    private int orderOf = -1;

    public BatchSource(ClipStore store, ClassMap map, IReadOnlyList<int> clips, TrainingOptions options)
    {
        this.store = store;
        this.map = map;
        this.clips = clips;
        this.options = options;
        augmenter = options.Augmentation.IsActive ? new ClipAugmenter(store.Shape, options.Augmentation) : null;
        order = new int[clips.Count];
    }

    public int Batches => (clips.Count + options.BatchSize - 1) / options.BatchSize;

    public PreparedBatch CreateBatch() => new(store.Binning.StepMicroseconds, options.BatchSize);

    public void Prepare(int epoch, int batch, PreparedBatch into, CancellationToken cancellation)
    {
        Shuffle(epoch);
        int first = batch * options.BatchSize;
        into.Count = Math.Min(options.BatchSize, order.Length - first);
        for (int b = 0; b < into.Count; b++)
        {
            cancellation.ThrowIfCancellationRequested();
            int clip = order[first + b];
            RandomStream random = RandomStream.Fork(options.Seed, 2, (ulong)epoch, (ulong)clip);
            var steps = store.Steps(clip, RandomStream.Mix(options.Seed, (ulong)epoch + 1));
            int length = Length(steps.Count);
            int start = Start(steps.Count, length, random);
            into.Labels[b] = map[store.DataSet.Clips[clip].Label];
            if (augmenter is null)
            {
                into.Steps[b] = steps;
                into.Starts[b] = start;
                into.Lengths[b] = Math.Min(length, steps.Count - start);
            }
            else
            {
                augmenter.Apply(steps, start, length, random, into.Buffers[b]);
                into.Steps[b] = into.Buffers[b];
                into.Starts[b] = 0;
                into.Lengths[b] = into.Buffers[b].Count;
            }
        }
    }

    private int Length(int count)
    {
        long? limit = options.CropMicroseconds ?? options.WindowMicroseconds;
        return limit is { } us ? (int)Math.Min(int.MaxValue, Math.Max(1, us / store.Binning.StepMicroseconds)) : count;
    }

    private int Start(int count, int length, RandomStream random)
    {
        int latest = options.RandomStart ? (int)Math.Max(0, count - (2L * length)) : 0;
        return latest > 0 ? random.NextInt32(latest + 1) : 0;
    }

    private void Shuffle(int epoch)
    {
        if (orderOf == epoch)
        {
            return;
        }

        for (int i = 0; i < order.Length; i++)
        {
            order[i] = clips[i];
        }

        RandomStream.Fork(options.Seed, 1, (ulong)epoch).Shuffle<int>(order);
        orderOf = epoch;
    }
}
