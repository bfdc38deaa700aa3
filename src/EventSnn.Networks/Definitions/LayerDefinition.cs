using System.Text.Json.Serialization;
using EventSnn.Events.Binning;

namespace EventSnn.Networks.Definitions;

/// <summary>One layer of a network: its size, its neurons, its readout.</summary>
[JsonDerivedType(typeof(DenseLayer), "dense")]
[JsonDerivedType(typeof(ConvolutionLayer), "convolution")]
public abstract record LayerDefinition
{
    /// <summary>The dynamics.</summary>
    public NeuronDefinition Neuron { get; init; } = new();

    /// <summary>The local readout.</summary>
    public ReadoutDefinition Readout { get; init; } = new();

    /// <summary>The regularisers.</summary>
    public RegulariserDefinition Regulariser { get; init; }

    /// <summary>How weights and bias start.</summary>
    public WeightInitialisation Initialisation { get; init; } = new();

    /// <summary>A factor on the learning rate for this layer, at least 0; 0 freezes it.</summary>
    public float LearningRateFactor { get; init; } = 1;

    /// <summary>The neurons before pooling, for an input.</summary>
    /// <param name="input">The layer's input.</param>
    /// <returns>Channels, rows, columns.</returns>
    public abstract InputShape OutputShape(InputShape input);

    /// <summary>What the next layer and the readout see.</summary>
    /// <param name="input">The layer's input.</param>
    /// <returns>Channels, rows, columns.</returns>
    public abstract InputShape PooledShape(InputShape input);

    internal virtual void Validate(InputShape input, string where)
    {
        Neuron.Validate(where);
        ModelException.Require(Readout.Dropout is >= 0 and < 1, where, "dropout in [0, 1)", Readout.Dropout);
        ModelException.Require(LearningRateFactor >= 0, where, "a learning-rate factor of at least 0", LearningRateFactor);
        if (Readout.Kind == ReadoutKind.Learned)
        {
            ModelException.Require(Readout.LearningRate > 0 && float.IsFinite(Readout.LearningRate), where, "a finite learning rate above 0 of a learned readout", Readout.LearningRate);
            ModelException.Require(Readout.Dropout == 0, where, "no dropout before a learned readout", Readout.Dropout);
            ModelException.Require(Neuron.Activation == ActivationKind.Spike, where, "a learned readout of spikes", Neuron.Activation);
        }

        ModelException.Require(Readout.Grid >= 0, where, "a readout grid of 0 or more", Readout.Grid);
    }
}
