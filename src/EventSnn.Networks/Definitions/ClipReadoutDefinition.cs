using EventSnn.Networks.Continual;

namespace EventSnn.Networks.Definitions;

/// <summary>
/// A readout of whole clips beside the layers: a linear discriminant on the spike counts of a fixed layer, learned by one rank-1 step per clip.
/// See <see cref="ClipReadouts.ClipReadout"/>.
/// </summary>
public sealed record ClipReadoutDefinition
{
    /// <summary>The fixed layer. Its seed is the network's: <see cref="SpikeCountOptions.Seed"/> is not looked at.</summary>
    public SpikeCountOptions Layer { get; init; } = new();

    /// <summary>The pull towards a sphere, above 0; see <see cref="RecursiveDiscriminant"/>. Default 0.02.</summary>
    public double Ridge { get; init; } = .02;

    /// <summary>How much of a stream is counted, in microseconds, at least 1. Default 2 s.</summary>
    public long WindowMicroseconds { get; init; } = 2_000_000;

    /// <summary>
    /// The power to which the layers' mean probability multiplies that of the readout, in [0, 1]. 0, the default, lets the readout decide alone: layers
    /// that learn one class after the other, as a person teaches, are sure of the last one.
    /// </summary>
    public double LayersShare { get; init; }

    internal void Validate(LossDefinition loss)
    {
        ModelException.Require(Ridge > 0, "clip readout", "a ridge above 0", Ridge);
        ModelException.Require(LayersShare is >= 0 and <= 1, "clip readout", "a share of the layers from 0 to 1", LayersShare);
        ModelException.Require(WindowMicroseconds >= 1, "clip readout", "a window of at least 1 us", WindowMicroseconds);
        ModelException.Require(loss.Kind == LossKind.SoftmaxCrossEntropy, "clip readout", "layers whose scores are probabilities (SoftmaxCrossEntropy)", loss.Kind);
        try
        {
            Layer.Validate();
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new ModelException($"clip readout: {e.Message}", e);
        }
    }
}
