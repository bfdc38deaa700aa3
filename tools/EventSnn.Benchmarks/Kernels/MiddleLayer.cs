using System.Runtime.Intrinsics;
using EventSnn.Events.Binning;
using EventSnn.Events.Random;
using EventSnn.Networks;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Simd;

namespace EventSnn.Benchmarks.Kernels;

/// <summary>The middle layer of the published network, conv 7x7 of 64 on 128 channels at 16x16, filled at random: what the kernels are measured on.</summary>
internal sealed unsafe class MiddleLayer
{
    private static readonly string[] Classes = [.. Enumerable.Range(1, 11).Select(i => $"class {i}")];

    /// <summary>Fills a layer.</summary>
    /// <param name="spikes">Share of inputs that spike.</param>
    /// <param name="deltas">Share of outputs that have an error.</param>
    public MiddleLayer(double spikes, double deltas)
    {
        var network = NetworkPresets.Create("g1", new InputShape(2, 32, 32), Classes, 1000);
        var first = new LayerPlan(0, network.Layers[0], network.Input, Classes.Length);
        var plan = new LayerPlan(1, network.Layers[1], first.Pooled, Classes.Length);
        Below = new SimdLayerState(new SimdLayout(first), eventDriven: true);
        Layout = new SimdLayout(plan);
        State = new SimdLayerState(Layout, eventDriven: true);
        Weights = new AlignedBuffer(Layout.OutputBlocks * Layout.WeightBlock);
        Readout = new AlignedBuffer(Layout.OutputBlocks * Layout.PooledPixels * SimdLayout.Block * Layout.ClassesPadded);
        Row = new AlignedBuffer(Layout.GradientRow * SimdLayout.Block);
        Moment = new AlignedBuffer(Layout.GradientRow * SimdLayout.Block);
        Error = new AlignedBuffer(Layout.ClassesPadded);
        Fields = [.. Enumerable.Range(0, Layout.OutputPixels).Select(Layout.Field)];
        var random = new RandomStream(1);
        foreach (AlignedBuffer buffer in new[] { Weights, Readout, State.U, State.P, State.Q, Row, Error })
        {
            for (int i = 0; i < buffer.Length; i++)
            {
                buffer.Pointer[i] = (float)(random.NextDouble() - .5);
            }
        }

        Moment.Span.Fill(1);
        Spike(spikes, ref random);
        Err(deltas, ref random);
    }

    /// <summary>Where everything lies.</summary>
    public SimdLayout Layout { get; }

    /// <summary>The layer below, which spikes.</summary>
    public SimdLayerState Below { get; }

    /// <summary>The layer.</summary>
    public SimdLayerState State { get; }

    /// <summary>W.</summary>
    public AlignedBuffer Weights { get; }

    /// <summary>G.</summary>
    public AlignedBuffer Readout { get; }

    /// <summary>16 rows of gradient.</summary>
    public AlignedBuffer Row { get; }

    /// <summary>16 rows of a second moment.</summary>
    public AlignedBuffer Moment { get; }

    /// <summary>dLoss/dr.</summary>
    public AlignedBuffer Error { get; }

    /// <summary>Where the receptive field of an output pixel begins.</summary>
    public int[] Fields { get; }

    /// <summary>The widest vector of this machine.</summary>
    public static string Width => Vector512.IsHardwareAccelerated ? "512" : Vector256.IsHardwareAccelerated ? "256" : "scalar";

    private void Spike(double share, ref RandomStream random)
    {
        int pixels = Layout.Plan.Input.Height * Layout.Plan.Input.Width;
        for (int i = 0; i < Layout.Plan.Input.Size; i++)
        {
            if (random.NextDouble() < share)
            {
                int channel = i / pixels;
                Below.SpikeMasks[(channel / SimdLayout.Block * pixels) + (i % pixels)] |= (ushort)(1 << (channel % SimdLayout.Block));
            }
        }
    }

    private void Err(double share, ref RandomStream random)
    {
        for (int i = 0; i < Layout.Plan.Output.Size; i++)
        {
            if (random.NextDouble() < share)
            {
                int channel = i / Layout.OutputPixels;
                int at = (channel * Layout.OutputPixels) + State.DeltasOfChannel[channel]++;
                State.DeltaPixels[at] = i % Layout.OutputPixels;
                State.DeltaValues[at] = (float)(random.NextDouble() - .5);
            }
        }
    }
}
