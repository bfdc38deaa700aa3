using EventSnn.Events.Binning;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Compute;

/// <summary>The geometry of one layer in its network. A dense layer is a convolution whose kernel is as large as its input.</summary>
public sealed class LayerPlan
{
    /// <summary>Plans a layer.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <param name="definition">The layer.</param>
    /// <param name="input">What it sees.</param>
    /// <param name="classes">Number of classes.</param>
    public LayerPlan(int index, LayerDefinition definition, InputShape input, int classes)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Index = index;
        Definition = definition;
        Input = input;
        Output = definition.OutputShape(input);
        Pooled = definition.PooledShape(input);
        Classes = classes;
        (KernelRows, KernelColumns, Stride, Padding, Pool) = definition is ConvolutionLayer c
            ? (c.Kernel, c.Kernel, c.Stride, c.Padding, c.Pool)
            : (input.Height, input.Width, 1, 0, 1);
    }

    /// <summary>The number of the layer, from 0.</summary>
    public int Index { get; }

    /// <summary>The layer.</summary>
    public LayerDefinition Definition { get; }

    /// <summary>What the layer sees.</summary>
    public InputShape Input { get; }

    /// <summary>The neurons, before pooling.</summary>
    public InputShape Output { get; }

    /// <summary>The neurons' output, after pooling.</summary>
    public InputShape Pooled { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Rows of a kernel.</summary>
    public int KernelRows { get; }

    /// <summary>Columns of a kernel.</summary>
    public int KernelColumns { get; }

    /// <summary>Inputs between neighbouring outputs.</summary>
    public int Stride { get; }

    /// <summary>Zeros around the input.</summary>
    public int Padding { get; }

    /// <summary>Rows and columns of a pooling window.</summary>
    public int Pool { get; }

    /// <summary>Whether every neuron sees every input.</summary>
    public bool IsDense => Definition is DenseLayer;

    /// <summary>Inputs of one neuron: input channels times kernel size.</summary>
    public int FanIn => Input.Channels * KernelRows * KernelColumns;

    /// <summary>Weights: output channels times <see cref="FanIn"/>.</summary>
    public int WeightCount => Output.Channels * FanIn;

    /// <summary>
    /// Number of elements of a tensor in the canonical layout: weights [out, in, row, column], readout [class, feature], all
    /// activity [channel, row, column].
    /// </summary>
    /// <param name="tensor">Which.</param>
    /// <returns>The product of its sizes.</returns>
    public int Count(LayerTensor tensor) => tensor switch
    {
        LayerTensor.Weights or LayerTensor.WeightMoment1 or LayerTensor.WeightMoment2 or LayerTensor.WeightGradient or LayerTensor.WeightGradientSum => WeightCount,
        LayerTensor.Bias or LayerTensor.BiasMoment1 or LayerTensor.BiasMoment2 or LayerTensor.BiasGradient or LayerTensor.BiasGradientSum => Output.Channels,
        LayerTensor.ReadoutWeights => Classes * Pooled.Size,
        LayerTensor.ReadoutBias => Classes,
        LayerTensor.Alpha or LayerTensor.Beta or LayerTensor.SynapseGain or LayerTensor.MembraneGain => Input.Channels,
        _ => throw new ArgumentOutOfRangeException(nameof(tensor), tensor, null),
    };

    /// <summary>Number of elements of a state tensor in the canonical layout [channel, row, column].</summary>
    /// <param name="tensor">Which.</param>
    /// <returns>The product of its sizes.</returns>
    public int Count(StateTensor tensor) => tensor switch
    {
        StateTensor.SynapseTrace or StateTensor.MembraneTrace => Input.Size,
        StateTensor.Output => Pooled.Size,
        _ => Output.Size,
    };
}
