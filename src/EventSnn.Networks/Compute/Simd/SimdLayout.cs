namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// Where everything of a layer lies. Channels go in blocks of 16, one vector wide at most, so that all widths share one layout.
/// </summary>
/// <remarks>
/// <para>Outputs U, V, R: [block][row][column][16]. I the same with a halo of kernel - 1, so that a spike adds whole kernel rows
/// without checks. Traces P, Q: [row][column][channel] with the padding around, so that a weight row's gradient is one run of memory.</para>
/// <para>Weights: [block][input channel][row][column][16] with rows and columns flipped, so that a spike adds them in order.
/// A dense layer is the same with a 1x1 kernel over as many channels as it has inputs.</para>
/// <para>Gradients and moments: a row per output channel, [row][column][input channel] as P has them, so that channels without an error
/// can be left out.</para>
/// </remarks>
internal sealed class SimdLayout
{
    public const int Block = 16;

    /// <summary>Classes are padded to a multiple of this.</summary>
    public const int ClassGroup = 6;

    public SimdLayout(LayerPlan plan)
    {
        Plan = plan;
        IsFlat = plan.IsDense;
        int sourceChannels = plan.Index == 0 ? plan.Input.Channels : Blocks(plan.Input.Channels) * Block;
        SourceChannels = sourceChannels;
        Kernel = IsFlat ? 1 : plan.KernelRows;
        Padding = IsFlat ? 0 : plan.Padding;
        InputHeight = IsFlat ? 1 : plan.Input.Height;
        InputWidth = IsFlat ? 1 : plan.Input.Width;
        InputChannels = IsFlat ? sourceChannels * plan.Input.Height * plan.Input.Width : sourceChannels;
        TraceRow = (InputWidth + (2 * Padding)) * InputChannels;
        TraceLength = (InputHeight + (2 * Padding)) * TraceRow;
        Run = Kernel * InputChannels;
        RunPadded = Blocks(Run) * Block;
        OutputBlocks = Blocks(plan.Output.Channels);
        OutputPixels = plan.Output.Height * plan.Output.Width;
        PooledPixels = plan.Pooled.Height * plan.Pooled.Width;
        CurrentRow = (InputWidth + Kernel - 1) * Block;
        CurrentPlane = (InputHeight + Kernel - 1) * CurrentRow;
        CurrentOrigin = ((Kernel - 1 - Padding) * CurrentRow) + ((Kernel - 1 - Padding) * Block);
        WeightBlock = InputChannels * Kernel * Kernel * Block;

        // One line more than needed: rows a power of two apart would fight for the same cache sets.
        GradientRow = (Kernel * RunPadded) + Block;
        ClassesPadded = (plan.Classes + ClassGroup - 1) / ClassGroup * ClassGroup;
        CanRunEventDriven = plan.Stride == 1 && Padding < Kernel;
        InputToTrace = new int[plan.Input.Size];
        InputToCurrent = new int[plan.Input.Size];
        InputToWeight = new int[plan.Input.Size];
        MapInputs();
    }

    public LayerPlan Plan { get; }

    /// <summary>Whether the layer is dense.</summary>
    public bool IsFlat { get; }

    /// <summary>Rows and columns of a kernel; 1 for a dense layer.</summary>
    public int Kernel { get; }

    public int Padding { get; }

    public int InputHeight { get; }

    public int InputWidth { get; }

    /// <summary>Channels of a pixel below, padded to blocks except in the lowest layer.</summary>
    public int SourceChannels { get; }

    /// <summary>Input channels of the convolution; all inputs for a dense layer.</summary>
    public int InputChannels { get; }

    /// <summary>Floats from a row of P to the next.</summary>
    public int TraceRow { get; }

    public int TraceLength { get; }

    /// <summary>Floats of P that one kernel row covers, which lie together.</summary>
    public int Run { get; }

    public int RunPadded { get; }

    public int OutputBlocks { get; }

    public int OutputPixels { get; }

    public int PooledPixels { get; }

    /// <summary>Floats from a row of I to the next.</summary>
    public int CurrentRow { get; }

    /// <summary>Floats of I per block.</summary>
    public int CurrentPlane { get; }

    /// <summary>Where output (0, 0) lies in a plane of I.</summary>
    public int CurrentOrigin { get; }

    /// <summary>Floats of weights per block of outputs.</summary>
    public int WeightBlock { get; }

    /// <summary>Floats from the gradient (or a moment) of an output channel to the next: [kernel row][run, padded].</summary>
    public int GradientRow { get; }

    public int ClassesPadded { get; }

    public bool CanRunEventDriven { get; }

    /// <summary>For each canonical input, its place in P and Q.</summary>
    public int[] InputToTrace { get; }

    /// <summary>For each canonical input, where its spike's first kernel row begins in a plane of I.</summary>
    public int[] InputToCurrent { get; }

    /// <summary>For each canonical input, where its channel's weights begin in a block of weights.</summary>
    public int[] InputToWeight { get; }

    public static int Blocks(int channels) => (channels + Block - 1) / Block;

    /// <summary>The place of an output neuron [channel, pixel] in U, V and R.</summary>
    public int Output(int channel, int pixel) => (((channel / Block * OutputPixels) + pixel) * Block) + (channel % Block);

    /// <summary>The place of a pooled feature among the features in blocks.</summary>
    public int Feature(int channel, int pixel) => (((channel / Block * PooledPixels) + pixel) * Block) + (channel % Block);

    /// <summary>The place of a canonical weight [output channel, fan-in index].</summary>
    public int Weight(int channel, int fan)
    {
        int inBlock;
        if (IsFlat)
        {
            inBlock = InputToTrace[fan];
        }
        else
        {
            int k2 = Kernel * Kernel;
            int input = fan / k2;
            inBlock = (input * k2) + (k2 - 1 - (fan % k2));   // both directions flipped
        }

        return (channel / Block * WeightBlock) + (inBlock * Block) + (channel % Block);
    }

    /// <summary>The place of a canonical weight's gradient in its output channel's row.</summary>
    public int InGradientRow(int fan)
    {
        if (IsFlat)
        {
            return InputToTrace[fan];
        }

        int input = fan / (Kernel * Kernel);
        int ky = fan / Kernel % Kernel;
        int kx = fan % Kernel;
        return (ky * RunPadded) + (kx * InputChannels) + input;
    }

    /// <summary>The place in P where the receptive field of an output pixel begins.</summary>
    public int Field(int pixel)
    {
        int y = pixel / Plan.Output.Width;
        int x = pixel % Plan.Output.Width;
        return (y * Plan.Stride * TraceRow) + (x * Plan.Stride * InputChannels);
    }

    private void MapInputs()
    {
        int height = Plan.Input.Height;
        int width = Plan.Input.Width;
        for (int i = 0; i < InputToTrace.Length; i++)
        {
            int x = i % width;
            int y = i / width % height;
            int channel = i / width / height;
            if (IsFlat)
            {
                InputToTrace[i] = (((y * width) + x) * SourceChannels) + channel;
                InputToWeight[i] = InputToTrace[i] * Block;
            }
            else
            {
                InputToTrace[i] = ((y + Padding) * TraceRow) + ((x + Padding) * InputChannels) + channel;
                InputToCurrent[i] = (y * CurrentRow) + (x * Block);
                InputToWeight[i] = channel * Kernel * Kernel * Block;
            }
        }
    }
}
