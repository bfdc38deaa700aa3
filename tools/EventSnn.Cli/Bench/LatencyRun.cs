using EventSnn.Cameras.Replay;
using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Live.CatchUp;
using EventSnn.Live.Pipeline;
using EventSnn.Networks;
using EventSnn.Networks.Compute.Simd;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;
using EventSnn.Recordings;
using EventSnn.Recordings.DvsGesture;
using EventSnn.Streaming.Boundaries;
using EventSnn.Streaming.Operators;

namespace EventSnn.Cli.Bench;

/// <summary>A live pipeline at 1x, of which latencies are taken.</summary>
internal sealed class LatencyRun
{
    /// <summary>A person moves back and forth a few times a second: a correction that looks at less would follow the motion.</summary>
    private const long SettlingMicroseconds = 500_000;

    private const int Corrections = 24;
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>The recording.</summary>
    public required string File { get; init; }

    /// <summary>What it shows when.</summary>
    public required IReadOnlyList<(string Name, GestureLabel Label)> Labels { get; init; }

    /// <summary>The network, its weights fresh.</summary>
    public required NetworkDefinition Definition { get; init; }

    /// <summary>The output rate that its layers are brought to, in (0, 1); null for what fresh weights give.</summary>
    public double? SpikeRate { get; init; }

    /// <summary>Which labelled steps learn; null for all.</summary>
    public UpdatePolicy? UpdatePolicy { get; init; }

    /// <summary>What happens when the machine cannot follow.</summary>
    public CatchUpOptions CatchUp { get; init; } = new();

    /// <summary>Threads of the network; 0 for as many as there are cores.</summary>
    public int Threads { get; init; }

    /// <summary>Measures.</summary>
    /// <param name="learn">Whether what plays is taught, to the network and to the learner.</param>
    /// <param name="length">How long.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>What it gave.</returns>
    public async Task<LatencyResult> MeasureAsync(bool learn, TimeSpan length, CancellationToken cancellation)
    {
        using SpikingNetwork network = SpikingNetwork.Create(Definition, seed: 1, new SimdBackend(new SimdOptions { Threads = Threads }));
        Settle(network);
        network.UpdatePolicy = UpdatePolicy ?? network.UpdatePolicy;
        using var pipeline = new LivePipeline(SensorSize.Dvs128, new LiveOptions { RecordingBytes = 1 << 20, CatchUp = CatchUp }, network);
        pipeline.Learn(learn);
        EventStream<Endless> stream = ReplayCamera.Stream(() => Recording.Open(File), SensorSize.Dvs128, 1)
            .AcrossThreads(new BoundaryOptions { Capacity = 256, Overflow = OverflowPolicy.DropOldest }, out ThreadBoundary boundary);
        string? shown = null;
        var rates = new double[network.Layers.Count];
        int moments = 0;
        using (pipeline.Decisions.Subscribe(_ =>
        {
            IReadOnlyList<LayerStatus> layers = pipeline.Status().Layers;
            for (int l = 0; l < layers.Count; l++)
            {
                rates[l] += layers[l].Rate;
            }

            moments++;
        }))
        using (stream.Items.Subscribe(item =>
        {
            if (learn && item is EventBatch { Count: > 0 } batch && Labels.FirstOrDefault(l => l.Label.Contains(batch.Timestamps[0])).Name is var now && now != shown)
            {
                shown = now;
                pipeline.Teach(now);
            }

            pipeline.Push(item);
        }))
        {
            using var ticker = new Timer(_ => pipeline.Tick(), null, TickEvery, TickEvery); // as a session does
            await Task.Delay(length, cancellation);
        }

        PipelineStatus status = pipeline.Status();
        return new LatencyResult(status, boundary.Counters.Dropped, [.. rates.Select(r => r / Math.Max(1, moments))], network.PossibleLayerUpdates - network.SkippedLayerUpdates);
    }

    private int Interval => (int)Math.Max(20, SettlingMicroseconds / Definition.StepMicroseconds);

    private void Settle(SpikingNetwork network)
    {
        if (SpikeRate is null || Definition.BinningFor(SensorSize.Dvs128) is not { } binning)
        {
            return;
        }

        List<(int[] Inputs, ushort[] Counts)> steps = Gestures(binning);
        NetworkState state = network.CreateState();
        int next = 0;
        int interval = Interval;
        RateSettling.Run(
            network, SpikeRate, state, Corrections * interval,
            () =>
            {
                (int[] inputs, ushort[] counts) = steps[next++ % steps.Count];
                network.Step(state, inputs, counts, -1, learn: false);
            },
            interval);
    }

    /// <summary>The steps of labelled gestures, as many as settling takes or the recording has.</summary>
    private List<(int[] Inputs, ushort[] Counts)> Gestures(BinningOptions binning)
    {
        var steps = new List<(int[], ushort[])>();
        var binner = new TimeBinner(binning, item =>
        {
            for (int k = 0; item is StepBatch batch && k < batch.Count; k++)
            {
                if (Labels.Any(l => l.Label.Contains(batch.Timestamp(k))))
                {
                    steps.Add((batch.Inputs(k).ToArray(), batch.Counts(k).ToArray()));
                }
            }
        });
        using Recordings.Reading.RecordingReader reader = Recording.Open(File);
        using EventBatch batch = EventBatchPool.Shared.Rent();
        while (steps.Count < Corrections * Interval && reader.Read(batch))
        {
            binner.Push(batch);
        }

        binner.Complete();
        return steps.Count > 0 ? steps : throw new RecordingException(File, null, "events while a label is in force", "none", "Measure with a recording whose labels fit it.");
    }
}
