namespace EventSnn.Ilgpu.Kernels;

/// <summary>The sizes of a layer as kernels see them. Activity lies [slot][row][column][channel], so that neighbouring threads share their spikes.</summary>
public struct LayerGeometry
{
    /// <summary>Channels of the input.</summary>
    public int InputChannels;

    /// <summary>Rows of the input.</summary>
    public int InputHeight;

    /// <summary>Columns of the input.</summary>
    public int InputWidth;

    /// <summary>Words of 32 columns in a row of input spikes.</summary>
    public int InputWords;

    /// <summary>Channels of the output.</summary>
    public int Channels;

    /// <summary>Rows of the neurons, before pooling.</summary>
    public int Height;

    /// <summary>Columns of the neurons, before pooling.</summary>
    public int Width;

    /// <summary>Rows of a kernel.</summary>
    public int KernelRows;

    /// <summary>Columns of a kernel.</summary>
    public int KernelColumns;

    /// <summary>Inputs between neighbouring outputs.</summary>
    public int Stride;

    /// <summary>Zeros around the input.</summary>
    public int Padding;

    /// <summary>Rows and columns of a pooling window.</summary>
    public int Pool;

    /// <summary>Rows after pooling.</summary>
    public int PooledHeight;

    /// <summary>Columns after pooling.</summary>
    public int PooledWidth;

    /// <summary>Words of 32 columns in a row of output spikes.</summary>
    public int PooledWords;

    /// <summary>Number of classes.</summary>
    public int Classes;

    /// <summary>Inputs of one stream.</summary>
    public readonly int InputSize => InputChannels * InputHeight * InputWidth;

    /// <summary>Pixels of the neurons, before pooling.</summary>
    public readonly int Pixels => Height * Width;

    /// <summary>Neurons of one stream.</summary>
    public readonly int Size => Channels * Height * Width;

    /// <summary>Features of one stream, after pooling.</summary>
    public readonly int Features => Channels * PooledHeight * PooledWidth;

    /// <summary>Words of input spikes of one stream.</summary>
    public readonly int InputWordCount => InputChannels * InputHeight * InputWords;

    /// <summary>Words of output spikes of one stream.</summary>
    public readonly int PooledWordCount => Channels * PooledHeight * PooledWords;

    /// <summary>Weights of one neuron.</summary>
    public readonly int FanIn => InputChannels * KernelRows * KernelColumns;

    /// <summary>The input row at which a neuron's kernel begins; below 0 within the padding.</summary>
    /// <param name="pixel">The neuron's pixel.</param>
    public readonly int Top(int pixel) => (pixel / Width * Stride) - Padding;

    /// <summary>The input column at which a neuron's kernel begins; below 0 within the padding.</summary>
    /// <param name="pixel">The neuron's pixel.</param>
    public readonly int Left(int pixel) => (pixel % Width * Stride) - Padding;
}
