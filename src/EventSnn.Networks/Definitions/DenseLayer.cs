using EventSnn.Events.Binning;

namespace EventSnn.Networks.Definitions;

/// <summary>Every neuron sees every input.</summary>
public sealed record DenseLayer : LayerDefinition
{
    /// <summary>Number of neurons, at least 1.</summary>
    public required int Size { get; init; }

    /// <inheritdoc/>
    public override InputShape OutputShape(InputShape input) => new(Size, 1, 1);

    /// <inheritdoc/>
    public override InputShape PooledShape(InputShape input) => new(Size, 1, 1);

    internal override void Validate(InputShape input, string where)
    {
        base.Validate(input, where);
        ModelException.Require(Size >= 1, where, "at least 1 neuron", Size);
    }
}
