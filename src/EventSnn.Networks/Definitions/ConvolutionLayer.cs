using EventSnn.Events.Binning;

namespace EventSnn.Networks.Definitions;

/// <summary>A convolution (cross-correlation, zero padding) with max-pooling on the potential.</summary>
public sealed record ConvolutionLayer : LayerDefinition
{
    /// <summary>Output channels, at least 1.</summary>
    public required int Channels { get; init; }

    /// <summary>Rows and columns of a kernel.</summary>
    public required int Kernel { get; init; }

    /// <summary>Inputs between neighbouring outputs, at least 1.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Zeros around the input.</summary>
    public int Padding { get; init; }

    /// <summary>Rows and columns of a pooling window, which is also its stride; 1 for none.</summary>
    public int Pool { get; init; } = 1;

    /// <inheritdoc/>
    public override InputShape OutputShape(InputShape input) => new(
        Channels,
        ((input.Height + (2 * Padding) - Kernel) / Stride) + 1,
        ((input.Width + (2 * Padding) - Kernel) / Stride) + 1);

    /// <inheritdoc/>
    public override InputShape PooledShape(InputShape input)
    {
        InputShape output = OutputShape(input);
        return new(Channels, output.Height / Pool, output.Width / Pool);
    }

    internal override void Validate(InputShape input, string where)
    {
        base.Validate(input, where);
        ModelException.Require(Channels >= 1, where, "at least 1 channel", Channels);
        ModelException.Require(Kernel >= 1, where, "a kernel of at least 1", Kernel);
        ModelException.Require(Stride >= 1, where, "a stride of at least 1", Stride);
        ModelException.Require(Padding >= 0, where, "a padding of at least 0", Padding);
        ModelException.Require(Pool >= 1, where, "a pooling window of at least 1", Pool);
        InputShape pooled = PooledShape(input);
        ModelException.Require(
            input.Height + (2 * Padding) >= Kernel && input.Width + (2 * Padding) >= Kernel && pooled.Height >= 1 && pooled.Width >= 1,
            where,
            "an input that is not smaller than kernel and pooling window",
            input);
    }
}
