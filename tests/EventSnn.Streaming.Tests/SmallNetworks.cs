using EventSnn.Events.Binning;
using EventSnn.Networks;
using EventSnn.Networks.Compute.Simd;
using EventSnn.Networks.Definitions;

namespace EventSnn.Streaming.Tests;

/// <summary>A network small enough for tests of what surrounds it: one dense layer that learns places within a few steps.</summary>
internal static class SmallNetworks
{
    public static readonly InputShape Shape = new(2, 4, 4);

    public static NetworkDefinition Definition(int burnIn = 0) => new()
    {
        Preset = "test",
        Input = Shape,
        StepMicroseconds = 1000,
        ClassNames = ["left", "right"],
        BurnInSteps = burnIn,
        Layers = 
        [
            new DenseLayer
            {
                Size = 32,
                Neuron = new NeuronDefinition { Gains = GainRule.Normalised, RefractoryGain = .35f, Surrogate = SurrogateKind.FastSigmoid },
                Initialisation = new WeightInitialisation { Kind = WeightInitialisationKind.Normal, Scale = 4 },
                Readout = new ReadoutDefinition { Kind = ReadoutKind.Structured, Amplitude = 1 },
            },
        ],
        Loss = new LossDefinition(LossKind.SoftmaxCrossEntropy, 10),
        Optimiser = new OptimiserDefinition { Kind = OptimiserKind.Sgd, LearningRate = 1 },
    };

    /// <summary>Trace-exact, so that what a copy of the network says can be compared to the last digit while the original learns.</summary>
    public static SpikingNetwork Create(int burnIn = 0) =>
        SpikingNetwork.Create(Definition(burnIn), seed: 1, new SimdBackend(new SimdOptions { Forward = ForwardMode.TraceExact, Threads = 1 }));
}
