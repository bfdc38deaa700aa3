using System.Numerics;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// Steps of a few output channels that have not been subtracted from the weights yet. They touch every cache line of a block's weights
/// for a few of its 16 values; the next forward pass reads those lines anyway and subtracts on the way.
/// </summary>
/// <param name="layout">The layer.</param>
internal sealed unsafe class DeferredSteps(SimdLayout layout)
{
    /// <summary>From here on subtracting at once is cheaper.</summary>
    public const int Few = 4;

    private readonly uint[] lanes = new uint[layout.OutputBlocks];
    private readonly AlignedBuffer?[] steps = new AlignedBuffer?[layout.OutputBlocks];

    private int StepLength => layout.Kernel * layout.RunPadded;

    /// <summary>The output channels of a block that wait.</summary>
    public uint Waiting(int block) => lanes[block];

    /// <summary>Makes room for all blocks, before the first <see cref="Put"/>: later nothing is allocated, however long a network learns.</summary>
    public void Prepare()
    {
        for (int block = 0; block < steps.Length; block++)
        {
            steps[block] ??= new AlignedBuffer((Few - 1) * StepLength);
        }
    }

    /// <summary>Takes the steps of some channels, fewer than <see cref="Few"/>, of a block that has none waiting.</summary>
    /// <param name="rows">16 rows, <see cref="SimdLayout.GradientRow"/> apart.</param>
    /// <param name="moving">The rows to take.</param>
    /// <param name="block">The block.</param>
    public void Put(float* rows, uint moving, int block)
    {
        float* to = steps[block]!.Pointer;
        for (uint rest = moving; rest != 0; rest &= rest - 1)
        {
            new ReadOnlySpan<float>(rows + (BitOperations.TrailingZeroCount(rest) * layout.GradientRow), StepLength).CopyTo(new Span<float>(to, StepLength));
            to += StepLength;
        }

        lanes[block] = moving;
    }

    /// <summary>Subtracts what waits for one input channel.</summary>
    /// <param name="block">The block.</param>
    /// <param name="channel">The input channel.</param>
    /// <param name="kernel">Its weights in the block.</param>
    public void Subtract(int block, int channel, float* kernel)
    {
        int kernelSize = layout.Kernel;
        int channels = layout.InputChannels;
        float* last = steps[block]!.Pointer + ((kernelSize - 1) * channels) + channel;
        for (uint rest = lanes[block]; rest != 0; rest &= rest - 1, last += StepLength)
        {
            float* weight = kernel + BitOperations.TrailingZeroCount(rest);
            for (int ky = kernelSize - 1; ky >= 0; ky--)
            {
                float* step = last + (ky * layout.RunPadded);
                for (int kx = 0; kx < kernelSize; kx++, weight += SimdLayout.Block, step -= channels)
                {
                    *weight -= *step;
                }
            }
        }
    }

    /// <summary>Everything of a block has been subtracted.</summary>
    public void Done(int block) => lanes[block] = 0;

    /// <summary>Subtracts all that waits for a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="weights">The block's weights.</param>
    public void Settle(int block, float* weights)
    {
        if (lanes[block] == 0)
        {
            return;
        }

        for (int channel = 0; channel < layout.InputChannels; channel++)
        {
            Subtract(block, channel, weights + (channel * layout.Kernel * layout.Kernel * SimdLayout.Block));
        }

        Done(block);
    }
}
