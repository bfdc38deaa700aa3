using System.Numerics;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Reference;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.EndToEnd;

/// <summary>The first weights: those that DECOLLE has from the same definition and seed.</summary>
internal static class EndToEndStart
{
    public static (SpikeConnections<T>[] Layers, LinearDecoder<T> Decoder) Create<T>(NetworkDefinition definition, ulong seed)
        where T : struct, IFloatingPointIeee754<T>
    {
        ModelException.Require(definition.Layers.All(l => l.Readout.Dropout == 0), "layers", "no dropout with a rule that goes through the layers", "dropout");
        ModelException.Require(definition.Layers.All(l => l.Neuron.Spread is null), "layers", "one time constant per layer", "random time constants");
        ModelException.Require(definition.Layers.All(l => l.Neuron.PostTraceGain == 0), "layers", "no non-causal term", "one");
        ModelException.Require(definition.Layers.All(l => !l.Regulariser.IsActive), "layers", "no regulariser", "one");
        ModelException.Require(definition.Layers.All(l => l.Neuron.Activation != ActivationKind.Sigmoid), "layers", "a readout of spikes", "a sigmoid");
        using SpikingNetwork start = SpikingNetwork.Create(definition, seed, new ReferenceBackend());
        SpikeConnections<T>[] layers = [.. start.Layers.Select(plan => new SpikeConnections<T>(plan))];
        foreach (SpikeConnections<T> layer in layers)
        {
            layer.Load(start.Tensor(layer.Plan.Index, LayerTensor.Weights), start.Tensor(layer.Plan.Index, LayerTensor.Bias));
        }

        LayerPlan last = start.Layers[^1];
        var decoder = new LinearDecoder<T>(last.Pooled.Size, definition.Classes);
        decoder.Load(start.Tensor(last.Index, LayerTensor.ReadoutWeights), start.Tensor(last.Index, LayerTensor.ReadoutBias));
        return (layers, decoder);
    }
}
