using System.Diagnostics;
using EventSnn.Networks.Initialisation;
using EventSnn.Networks;
using EventSnn.Training.DataSets;
using EventSnn.Training.Evaluation;
using EventSnn.Training.Splits;

namespace EventSnn.Training.Runs;

/// <summary>
/// Trains a network on clips, epoch by epoch, in mini-batches: every step of every clip learns locally, at once. Chooses the best
/// epoch by the validation clips, keeps checkpoints, and can go on after a kill at any moment, bit for bit.
/// </summary>
public sealed class TrainingRun
{
    private readonly SpikingNetwork network;
    private readonly ClipStore store;
    private readonly ClipSplit split;
    private readonly TrainingOptions options;
    private readonly RunFolder? folder;
    private readonly BatchSource source;
    private readonly NetworkState[] states;
    private readonly ClipJury[] juries;
    private readonly StepChunks chunks;

    /// <summary>Prepares a run.</summary>
    /// <param name="network">The network, fresh or from the checkpoint that <paramref name="position"/> names.</param>
    /// <param name="store">The clips, binned as the network wants them.</param>
    /// <param name="split">Which clips are for what.</param>
    /// <param name="options">How to train.</param>
    /// <param name="folder">Where checkpoints and figures go; null to keep nothing.</param>
    /// <param name="position">Where to go on; null to begin.</param>
    /// <exception cref="TrainingException">An option is out of range.</exception>
    public TrainingRun(
        SpikingNetwork network, ClipStore store, ClipSplit split, TrainingOptions options, RunFolder? folder = null, TrainingPosition? position = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.network = network;
        this.store = store;
        this.split = split;
        this.options = options;
        this.folder = folder;
        Position = position ?? new TrainingPosition();
        source = new BatchSource(store, new ClassMap(store.DataSet, network.Definition), split.Train, options);
        int width = Math.Min(options.BatchSize, split.Train.Count);
        states = [.. Enumerable.Range(0, width).Select(_ => network.CreateState())];
        juries = [.. states.Select(_ => new ClipJury(network.Definition))];
        chunks = new StepChunks(network, width);
        Progress.Total = Math.Min((long)options.Epochs * split.Train.Count, options.MaximumSamples ?? long.MaxValue);
        Progress.Begin(Position.Samples);
    }

    /// <summary>Where the run stands.</summary>
    public TrainingPosition Position { get; }

    /// <summary>How far the run is, for another thread.</summary>
    public TrainingProgress Progress { get; } = new();

    /// <summary>Told the figures of every epoch, after its checkpoint.</summary>
    public Action<EpochFigures>? OnEpoch { get; init; }

    /// <summary>What must be the same when a run goes on, stored in <see cref="TrainingPosition.Fingerprint"/>.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>
    /// How long a cancelled run may take to end its mini-batch or its validation. One that takes longer is dropped: the run then goes on from
    /// the last checkpoint, to the same result, and this network, which has learned a part of it, is not to be used any more.
    /// </summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Trains to the end. Where validation clips chose an epoch, its checkpoint is the best; the network itself stays the last.</summary>
    /// <param name="cancellation">Ends the run after its mini-batch, whose position is saved before the exception leaves; see <see cref="StopWithin"/>.</param>
    public void Run(CancellationToken cancellation = default)
    {
        using var abandon = new CancellationTokenSource();
        using CancellationTokenRegistration stopping = cancellation.Register(() =>
        {
            if (StopWithin <= TimeSpan.Zero)
            {
                abandon.Cancel();
            }
            else
            {
                abandon.CancelAfter(StopWithin);
            }
        });
        Task? preparing = null;
        try
        {
            Run(ref preparing, abandon.Token, cancellation);
        }
        finally
        {
            // It writes to buffers of this run; its own failure was seen above, or no longer matters.
            if (preparing is not null)
            {
                _ = Task.WaitAny([preparing], CancellationToken.None);
            }
        }
    }

    private void Run(ref Task? preparing, CancellationToken abandon, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        Progress.Begin(Position.Samples);
        double saved = 0;
        double epochStart = 0;
        PreparedBatch current = source.CreateBatch();
        PreparedBatch next = source.CreateBatch();
        while (!IsOver())
        {
            Position.Running ??= NewSums();
            Progress.Epoch = Position.Epoch + 1;
            if (preparing is null)
            {
                source.Prepare(Position.Epoch, Position.Batch, current, abandon);
            }
            else
            {
                preparing.GetAwaiter().GetResult();
                (current, next) = (next, current);
            }

            (int epoch, int batch) = Position.Batch + 1 < source.Batches ? (Position.Epoch, Position.Batch + 1) : (Position.Epoch + 1, 0);
            PreparedBatch ahead = next;
            preparing = Task.Run(() => source.Prepare(epoch, batch, ahead, abandon), CancellationToken.None);
            Learn(current, abandon);
            Position.Batch++;
            Position.Samples += current.Count;
            Progress.End(Position.Samples);
            bool full = Position.Batch == source.Batches;
            if (full || IsOver())
            {
                Position.Running.Seconds += clock.Elapsed.TotalSeconds - epochStart;
                EndEpoch(full, abandon);
                epochStart = clock.Elapsed.TotalSeconds;
                Save(ref saved, clock);
                folder?.SaveCurve(Position.Curve);
                OnEpoch?.Invoke(Position.Curve[^1]);
            }
            else if (cancellation.IsCancellationRequested || clock.Elapsed.TotalSeconds - saved >= options.CheckpointSeconds)
            {
                Position.Running.Seconds += clock.Elapsed.TotalSeconds - epochStart;
                epochStart = clock.Elapsed.TotalSeconds;
                Save(ref saved, clock);
            }

            cancellation.ThrowIfCancellationRequested();
        }

        if (!Position.Finished)
        {
            Position.Finished = true;
            Save(ref saved, clock);
        }
    }

    private bool IsOver() =>
        Position.Epoch >= options.Epochs
        || Position.Samples >= (options.MaximumSamples ?? long.MaxValue)
        || (options.Patience is { } patience && Position.BestEpoch > 0 && Position.Epoch - Position.BestEpoch >= patience);

    private EpochSums NewSums() => new() { Loss = new double[network.Definition.Layers.Count], Spikes = new double[network.Definition.Layers.Count] };

    private void Save(ref double saved, Stopwatch clock)
    {
        Position.Fingerprint = Fingerprint;
        folder?.Save(network, Position);
        saved = clock.Elapsed.TotalSeconds;
    }

    private void Learn(PreparedBatch batch, CancellationToken abandon)
    {
        if (DataScaledStart.IsDue(network))
        {
            DataScaledStart.Apply(network, Enumerable.Range(0, batch.Count).Select(b => batch.Steps[b].Slice(batch.Starts[b], batch.Lengths[b])), abandon);
        }

        EpochSums sums = Position.Running!;
        network.LearnsClips = options.ClipReadoutEpochs is not { } last || Position.Epoch < last;
        network.ClipsAreNew = Position.Epoch == 0;
        network.LearningRateFactor = options.LearningRateFactor(Position.Epoch, Position.Batch, source.Batches);
        for (int i = 0; i < network.LayerRateFactors.Length && options.FreezeOut is not null; i++)
        {
            network.LayerRateFactors[i] = options.FreezeOut.Factor(
                i, network.LayerRateFactors.Length, (Position.Epoch + ((double)Position.Batch / source.Batches)) / options.Epochs);
        }

        int longest = 0;
        for (int b = 0; b < batch.Count; b++)
        {
            states[b].Reset();
            juries[b].Clear();
            longest = Math.Max(longest, batch.Lengths[b]);
        }

        chunks.Run(
            longest,
            (k, samples) => Gather(batch, k, samples),
            learn: true,
            k =>
            {
                Count(batch, sums, k);
                Progress.Within(batch.Count * (k + 1.0) / longest);
            },
            abandon);
        for (int b = 0; b < batch.Count; b++)
        {
            // What the clip readout learns can take longer than all steps.
            abandon.ThrowIfCancellationRequested();
            network.EndClip(states[b], options.ClipBeginnings, abandon);
            sums.Clips++;
            sums.Right += juries[b].Class == batch.Labels[b] ? 1 : 0;
        }
    }

    private int Gather(PreparedBatch batch, int k, NetworkSample[] samples)
    {
        int n = 0;
        for (int b = 0; b < batch.Count; b++)
        {
            if (k < batch.Lengths[b])
            {
                int step = batch.Starts[b] + k;
                samples[n++] = new NetworkSample(states[b], batch.Steps[b].InputsMemory(step), batch.Steps[b].CountsMemory(step), batch.Labels[b]);
            }
        }

        return n;
    }

    private void Count(PreparedBatch batch, EpochSums sums, int k)
    {
        bool learns = k >= network.Definition.BurnInSteps;
        NetworkState? first = null;
        for (int b = 0; b < batch.Count; b++)
        {
            if (k >= batch.Lengths[b])
            {
                continue;
            }

            first ??= states[b];
            sums.States++;
            for (int i = 0; i < sums.Spikes.Length; i++)
            {
                sums.Spikes[i] += states[b].SpikeRate(i);
            }

            juries[b].Hear(states[b], k);
        }

        if (learns)
        {
            // The loss is the mini-batch's, and every stream of it shows the same.
            sums.Steps++;
            for (int i = 0; i < sums.Loss.Length; i++)
            {
                sums.Loss[i] += first!.Loss(i);
            }
        }
    }

    private void EndEpoch(bool full, CancellationToken cancellation)
    {
        EpochSums sums = Position.Running!;
        Progress.Validating = split.Validation.Count > 0;
        var clock = Stopwatch.StartNew();
        EvaluationResult? validation = split.Validation.Count == 0
            ? null
            : Evaluator.Run(
                network,
                store,
                split.Validation,
                new EvaluationOptions { WindowMicroseconds = options.WindowMicroseconds, BatchSize = options.BatchSize },
                cancellation: cancellation);
        Progress.Validating = false;
        Position.Curve.Add(new EpochFigures(
            Position.Epoch + 1,
            Position.Samples,
            [.. sums.Loss.Select(l => l / Math.Max(1, sums.Steps))],
            (double)sums.Right / Math.Max(1, sums.Clips),
            validation?.Accuracy,
            validation?.LayerAccuracy,
            [.. sums.Spikes.Select(s => s / Math.Max(1, sums.States))],
            sums.Seconds + clock.Elapsed.TotalSeconds));
        if (validation is not null && validation.Accuracy > Position.BestAccuracy)
        {
            Position.BestAccuracy = validation.Accuracy;
            Position.BestEpoch = Position.Epoch + 1;
            folder?.SaveBest(network);
        }

        if (full)
        {
            Position.Epoch++;
            Position.Batch = 0;
            Position.Running = null;
        }
    }
}
