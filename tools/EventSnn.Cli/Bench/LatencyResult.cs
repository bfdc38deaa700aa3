using EventSnn.Live.Pipeline;

namespace EventSnn.Cli.Bench;

/// <summary>What one measurement of latency gave.</summary>
/// <param name="Status">Of the pipeline at its end.</param>
/// <param name="Dropped">Events that the queue before the pipeline lost.</param>
/// <param name="SpikeRates">Mean share of neurons that spiked, per layer, at the moments of decisions.</param>
/// <param name="LayerUpdates">Layer updates that the update policy made.</param>
internal sealed record LatencyResult(PipelineStatus Status, long Dropped, IReadOnlyList<double> SpikeRates, long LayerUpdates);
