using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;
using EventSnn.Networks;
using EventSnn.Streaming.Recognition;

namespace EventSnn.Live.Pipeline;

/// <summary>A trained model that watches the same events in time steps of its own. Not safe for concurrent use.</summary>
internal sealed class ModelTrack : IDisposable
{
    private readonly SpikingNetwork network;
    private readonly Recognizer recognizer;
    private TimeBinner? binner;

    /// <summary>Creates a track without a sensor.</summary>
    /// <param name="network">The model; borrowed.</param>
    /// <param name="decisionMicroseconds">How often it is asked.</param>
    public ModelTrack(SpikingNetwork network, long decisionMicroseconds)
    {
        this.network = network;
        recognizer = new Recognizer(network, new RecognitionOptions
        {
            Learn = true, Prequential = false, IntervalMicroseconds = Math.Max(network.Definition.StepMicroseconds, decisionMicroseconds),
        });
    }

    /// <summary>The last decision; null before the first.</summary>
    public GestureClassification? Says { get; private set; }

    /// <summary>The classes of the model.</summary>
    public IReadOnlyList<string> ClassNames => network.Definition.ClassNames;

    /// <summary>Spike rate and error per layer; empty where the sensor does not fit.</summary>
    public LayerStatus[] Layers => binner is null
        ? [] : [.. Enumerable.Range(0, recognizer.State.LayerCount).Select(l => new LayerStatus(recognizer.State.SpikeRate(l), recognizer.State.Loss(l)))];

    /// <summary>Says which sensor the next events come from; one that no down-sampling makes fit is not watched.</summary>
    /// <param name="size">The sensor.</param>
    public void UseSensor(SensorSize size) => binner = network.Definition.BinningFor(size) is { } binning
        ? new TimeBinner(binning, item => recognizer.Push(item, said => Says = said as GestureClassification ?? Says)) : null;

    /// <summary>Takes events.</summary>
    /// <param name="batch">Borrowed.</param>
    public void Push(EventBatch batch) => binner?.Push(batch);

    /// <summary>Steps on without events.</summary>
    /// <param name="timestamp">Event time.</param>
    public void AdvanceTo(long timestamp) => binner?.AdvanceTo(timestamp);

    /// <summary>Ends the step that is being filled; the next event begins a new clock.</summary>
    public void Complete() => binner?.Complete();

    /// <summary>Switches learning.</summary>
    /// <param name="on">Whether it learns from labels.</param>
    public void Learn(bool on) => recognizer.Learning = on;

    /// <summary>Says what is shown from now on.</summary>
    /// <param name="name">The gesture; null, or a name that the model does not have, for none.</param>
    public void Mark(string? name) => recognizer.Mark(new LabelMark(null, name is null ? LabelMark.None : ClassNames.ToList().IndexOf(name)));

    /// <inheritdoc/>
    public void Dispose() => recognizer.Dispose();
}
