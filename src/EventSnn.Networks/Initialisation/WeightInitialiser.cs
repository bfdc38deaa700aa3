using EventSnn.Events.Random;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Initialisation;

/// <summary>Fresh weights, readouts and time constants of every layer, from the network's seed.</summary>
internal static class WeightInitialiser
{
    /// <summary>Fills a network that is all zero.</summary>
    /// <param name="network">The network.</param>
    public static void Initialise(SpikingNetwork network)
    {
        for (int layer = 0; layer < network.Layers.Count; layer++)
        {
            LayerPlan plan = network.Layers[layer];

            // Independent streams: another readout leaves the weights of a seed as they were.
            Weights(network, plan, RandomStream.Fork(network.Seed, (ulong)layer * 4));
            Readout(network, plan, RandomStream.Fork(network.Seed, ((ulong)layer * 4) + 1));
            TimeConstants(network, plan, RandomStream.Fork(network.Seed, ((ulong)layer * 4) + 2));
        }
    }

    private static void Weights(SpikingNetwork network, LayerPlan plan, RandomStream random)
    {
        WeightInitialisation start = plan.Definition.Initialisation;
        var weights = new float[plan.WeightCount];
        var bias = new float[plan.Output.Channels];
        double s = 1 / Math.Sqrt(plan.FanIn) / 250;
        switch (start.Kind)
        {
            case WeightInitialisationKind.SmallUniform:
                Fill(weights, () => random.NextBetween(-s / 100, s / 100));
                Fill(bias, () => random.NextBetween(-s, s));
                break;
            case WeightInitialisationKind.ZeroWeights:
                Fill(bias, () => random.NextBetween(-1e-3, 1e-3));
                break;
            case WeightInitialisationKind.Orthogonal:
                Orthogonal.Fill(weights, plan.Output.Channels, plan.FanIn, start.Scale, random);
                break;
            default:
                double deviation = start.Scale / Math.Sqrt(plan.FanIn);
                Fill(weights, () => deviation * random.NextNormal());
                Array.Fill(bias, start.Bias);
                break;
        }

        network.SetTensor(plan.Index, LayerTensor.Weights, weights);
        network.SetTensor(plan.Index, LayerTensor.Bias, bias);
    }

    private static void Readout(SpikingNetwork network, LayerPlan plan, RandomStream random)
    {
        ReadoutDefinition readout = plan.Definition.Readout;
        var g = new float[plan.Classes * plan.Pooled.Size];
        var c = new float[plan.Classes];
        if (readout.Kind == ReadoutKind.Uniform)
        {
            double limit = readout.Amplitude / Math.Sqrt(plan.Pooled.Size);
            Fill(g, () => random.NextBetween(-limit, limit));
            Fill(c, () => random.NextBetween(-limit, limit));
        }
        else if (readout.Kind == ReadoutKind.SquareWave)
        {
            SquareWaveReadout.Fill(g, plan);
        }
        else if (readout.Kind == ReadoutKind.Structured)
        {
            StructuredReadout.Fill(g, plan, random);
        }

        network.SetTensor(plan.Index, LayerTensor.ReadoutWeights, g);
        network.SetTensor(plan.Index, LayerTensor.ReadoutBias, c);
    }

    private static void TimeConstants(SpikingNetwork network, LayerPlan plan, RandomStream random)
    {
        NeuronDefinition neuron = plan.Definition.Neuron;
        int channels = plan.Input.Channels;
        var alpha = new float[channels];
        var beta = new float[channels];
        Array.Fill(alpha, neuron.Alpha);
        Array.Fill(beta, neuron.Beta);
        if (neuron.Spread is { } spread)
        {
            double dt = network.Definition.StepMicroseconds / 1000.0;
            Fill(alpha, () => Decay(dt, random.NextBetween(spread.MembraneFrom, spread.MembraneTo)));
            Fill(beta, () => Decay(dt, random.NextBetween(spread.SynapseFrom, spread.SynapseTo)));
        }

        network.SetTensor(plan.Index, LayerTensor.Alpha, alpha);
        network.SetTensor(plan.Index, LayerTensor.Beta, beta);
        network.SetTensor(plan.Index, LayerTensor.MembraneGain, Array.ConvertAll(alpha, neuron.MembraneGain));
        network.SetTensor(plan.Index, LayerTensor.SynapseGain, Array.ConvertAll(beta, neuron.SynapseGain));
    }

    // The reference's 1 - dt / tau; a step that is long against tau would make it negative, so exp(-dt / tau) takes over there.
    private static double Decay(double dt, double tau) => dt < tau / 2 ? 1 - (dt / tau) : Math.Exp(-dt / tau);

    private static void Fill(float[] values, Func<double> next)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)next();
        }
    }
}
