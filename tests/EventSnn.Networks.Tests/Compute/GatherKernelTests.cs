using System.Runtime.Intrinsics;
using EventSnn.Events.Binning;
using EventSnn.Events.Random;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Simd;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Tests.Compute;

/// <summary>W.x by spikes against the sum as the convolution defines it, for layers of many shapes.</summary>
public sealed unsafe class GatherKernelTests
{
    [Theory]
    [InlineData(1, 5, 4, 3, 1, 0)]
    [InlineData(7, 3, 5, 2, 3, 1)]
    [InlineData(16, 9, 7, 16, 7, 3)]
    [InlineData(17, 8, 8, 20, 7, 0)]
    [InlineData(70, 6, 9, 5, 7, 2)]
    [InlineData(130, 5, 5, 17, 3, 2)]
    [InlineData(20, 12, 12, 4, 11, 5)]
    [InlineData(3, 6, 6, 4, 6, 3)]
    public void Spikes_add_the_weights_of_a_convolution(int channels, int height, int width, int outputs, int kernel, int padding)
    {
        var input = new InputShape(channels, height, width);
        var plan = new LayerPlan(1, new ConvolutionLayer { Channels = outputs, Kernel = kernel, Padding = padding }, input, 3);
        Check(plan, (weights, spikes, o, y, x) =>
        {
            double sum = 0;
            for (int c = 0; c < channels; c++)
            {
                for (int ky = 0; ky < kernel; ky++)
                {
                    for (int kx = 0; kx < kernel; kx++)
                    {
                        int row = y + ky - padding;
                        int column = x + kx - padding;
                        bool inside = row >= 0 && row < height && column >= 0 && column < width;
                        sum += inside && spikes[(((c * height) + row) * width) + column] ? weights[(((((o * channels) + c) * kernel) + ky) * kernel) + kx] : 0;
                    }
                }
            }

            return sum;
        });
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(5, 3, 4, 19)]
    [InlineData(200, 1, 1, 33)]
    [InlineData(40, 40, 40, 2)] // more inputs than an entry can count
    public void Spikes_add_the_weights_of_a_dense_layer(int channels, int height, int width, int outputs)
    {
        var plan = new LayerPlan(1, new DenseLayer { Size = outputs }, new InputShape(channels, height, width), 3);
        Check(plan, (weights, spikes, o, _, _) => spikes.Select((s, i) => s ? (double)weights[(o * spikes.Length) + i] : 0).Sum());
    }

    private static void Check(LayerPlan plan, Func<float[], bool[], int, int, int, double> expected)
    {
        var layout = new SimdLayout(plan);
        SpikeRows.CanServe(layout).ShouldBeTrue();
        foreach (double share in new[] { 0, .05, .5, 1 })
        {
            var random = RandomStream.Fork(3, (ulong)(share * 100));
            var spikes = new bool[plan.Input.Size];
            var masks = new ushort[SimdLayout.Blocks(plan.Input.Channels) * plan.Input.Height * plan.Input.Width];
            int pixels = plan.Input.Height * plan.Input.Width;
            for (int i = 0; i < spikes.Length; i++)
            {
                spikes[i] = random.NextDouble() < share;
                int channel = i / pixels;
                masks[(channel / 16 * pixels) + (i % pixels)] |= (ushort)(spikes[i] ? 1 << (channel % 16) : 0);
            }

            var weights = new float[plan.WeightCount];
            var inBlocks = new AlignedBuffer(layout.OutputBlocks * layout.WeightBlock);
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] = (float)(random.NextDouble() - .5);
                inBlocks.Pointer[layout.Weight(i / plan.FanIn, i % plan.FanIn)] = weights[i];
            }

            float[] widest = Run<Lane512, Vector512<float>>(layout, masks, inBlocks);
            Run<Lane256, Vector256<float>>(layout, masks, inBlocks).ShouldBe(widest);
            Run<LaneScalar, float>(layout, masks, inBlocks).ShouldBe(widest);
            for (int i = 0; i < plan.Output.Size; i++)
            {
                int o = i / layout.OutputPixels;
                int y = i % layout.OutputPixels / plan.Output.Width;
                int x = i % plan.Output.Width;
                int at = (o / 16 * layout.CurrentPlane) + layout.CurrentOrigin + (y * layout.CurrentRow) + (x * 16) + (o % 16);
                double sum = 1 + expected(weights, spikes, o, y, x); // added to what was there
                ((double)widest[at]).ShouldBe(sum, 1e-6 * (plan.FanIn + 1), $"{share} {o} {y} {x}");
            }
        }
    }

    private static float[] Run<TLane, V>(SimdLayout layout, ushort[] masks, AlignedBuffer weights)
        where TLane : struct, ILane<V>
        where V : struct
    {
        var spikes = new SpikeRows(layout);
        for (int row = 0; row < spikes.Rows; row++)
        {
            spikes.Make(masks, row);
        }

        var current = new AlignedBuffer(layout.OutputBlocks * layout.CurrentPlane);
        current.Span.Fill(1);
        for (int block = 0; block < layout.OutputBlocks; block++)
        {
            GatherKernel<TLane, V>.Run(layout, current.Pointer + (block * layout.CurrentPlane), weights.Pointer + (block * layout.WeightBlock), spikes);
        }

        return current.Span.ToArray();
    }
}
