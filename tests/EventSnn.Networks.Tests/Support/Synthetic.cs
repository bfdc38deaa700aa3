using EventSnn.Events.Binning;
using EventSnn.Events.Random;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Tests.Support;

/// <summary>Small networks and random inputs for tests.</summary>
internal static class Synthetic
{
    public static readonly InputShape Input = new(2, 8, 8);

    public static NetworkDefinition Network(OptimiserKind optimiser = OptimiserKind.Adamax, float dropout = .5f, SurrogateKind surrogate = SurrogateKind.FastSigmoid)
    {
        NeuronDefinition neuron = new()
        {
            Gains = GainRule.Normalised, Surrogate = surrogate, RefractoryGain = .35f, Alpha = .8f, Beta = .7f,
        };
        var start = new WeightInitialisation { Kind = WeightInitialisationKind.Normal, Scale = 6 };
        var readout = new ReadoutDefinition { Dropout = dropout };
        return new()
        {
            Preset = "test",
            Input = Input,
            StepMicroseconds = 1000,
            ClassNames = ["a", "b", "c"],
            BurnInSteps = 3,
            Layers =
            [
                new ConvolutionLayer { Channels = 5, Kernel = 3, Padding = 1, Pool = 2, Neuron = neuron, Readout = readout, Initialisation = start },
                new ConvolutionLayer { Channels = 6, Kernel = 3, Padding = 1, Neuron = neuron, Readout = readout, Initialisation = start },
                new DenseLayer { Size = 9, Neuron = neuron, Readout = readout, Initialisation = start },
            ],
            Optimiser = new OptimiserDefinition { Kind = optimiser, LearningRate = 1e-3, Beta1 = .5f, Beta2 = .95f },
        };
    }

    /// <summary>A random sparse step: every input has a count of 1 to 3 with a probability.</summary>
    public static StepInput Step(InputShape shape, double probability, ulong seed, int step)
    {
        RandomStream random = RandomStream.Fork(seed, (ulong)step);
        var inputs = new List<int>();
        var counts = new List<ushort>();
        for (int i = 0; i < shape.Size; i++)
        {
            if (random.NextDouble() < probability)
            {
                inputs.Add(i);
                counts.Add((ushort)(1 + random.NextInt32(3)));
            }
        }

        return new(inputs.ToArray(), counts.ToArray());
    }

    /// <summary>Runs steps with labels that change every 7 steps.</summary>
    public static void Run(SpikingNetwork network, NetworkState state, int from, int to, bool learn = true, double probability = .2)
    {
        for (int t = from; t < to; t++)
        {
            StepInput step = Step(network.Definition.Input, probability, 99, t);
            network.Step(state, step.Inputs.Span, step.Counts.Span, t % 11 == 5 ? -1 : t / 7 % network.Definition.Classes, learn);
        }
    }

    /// <summary>Everything a network and its stream know, for exact comparisons.</summary>
    public static float[] Everything(SpikingNetwork network, NetworkState state)
    {
        var all = new List<float>();
        for (int i = 0; i < network.Layers.Count; i++)
        {
            foreach (LayerTensor tensor in new[] { LayerTensor.Weights, LayerTensor.Bias, LayerTensor.WeightMoment1, LayerTensor.WeightMoment2, LayerTensor.BiasMoment2 })
            {
                all.AddRange(network.Tensor(i, tensor));
            }

            all.AddRange(state.Tensor(i, StateTensor.Potential));
            all.AddRange(state.Tensor(i, StateTensor.MembraneTrace));
            all.AddRange(state.Readout(i));
        }

        return [.. all];
    }
}
