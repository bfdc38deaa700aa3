using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Learning;

/// <summary>
/// Steps of a network in chunks, on a backend whose layers run them without the host: the same equations in the same order as step by step,
/// with the loss and its decisions on the device too.
/// </summary>
/// <param name="network">The network.</param>
internal sealed class ChunkRunner(SpikingNetwork network)
{
    /// <summary>Steps in a chunk: enough that what the host does once per chunk is nothing beside them.</summary>
    public const int Steps = 64;

    public void Run(IReadOnlyList<NetworkSample[]> steps, bool learn, Action<int>? onStep)
    {
        for (int first = 0; first < steps.Count; first += Steps)
        {
            RunChunk(steps, first, Math.Min(Steps, steps.Count - first), learn, onStep);
        }
    }

    private void RunChunk(IReadOnlyList<NetworkSample[]> steps, int first, int count, bool learn, Action<int>? onStep)
    {
        int layers = network.Layers.Count;
        var plan = new ChunkStep[layers][];
        for (int i = 0; i < layers; i++)
        {
            plan[i] = new ChunkStep[count];
        }

        for (int k = 0; k < count; k++)
        {
            Gather(steps[first + k], learn, k, plan);
        }

        for (int i = 0; i < layers; i++)
        {
            Kernels(i).BeginChunk(plan[i]);
        }

        var updates = new bool[count];
        for (int k = 0; k < count; k++)
        {
            updates[k] = Enqueue(k, plan[0][k]);
        }

        for (int i = 0; i < layers; i++)
        {
            Kernels(i).EndChunk();
        }

        network.InvalidateReadouts();
        for (int k = 0; k < count; k++)
        {
            Show(steps[first + k], k, updates[k], learn);
            onStep?.Invoke(first + k);
        }
    }

    private IChunkedLayerKernels Kernels(int layer) => (IChunkedLayerKernels)network.LearningLayers[layer].Kernels;

    // The position of a stream counts on while its steps are gathered, so that burn-in and dropout are those of the step itself.
    private void Gather(NetworkSample[] samples, bool learn, int k, ChunkStep[][] plan)
    {
        var inputs = new StepInput[samples.Length];
        var learners = new List<int>();
        var labels = new List<int>();
        var draws = new List<long>();
        for (int b = 0; b < samples.Length; b++)
        {
            NetworkState state = samples[b].State;
            network.Check(state, samples[b].Label);
            NetworkState.CheckInputs(samples[b].Inputs.Span, samples[b].Counts.Span, network.Definition.Input.Size);
            inputs[b] = new StepInput(samples[b].Inputs, samples[b].Counts);
            if (learn && samples[b].Label >= 0 && state.StepIndex >= network.Definition.BurnInSteps)
            {
                learners.Add(b);
                labels.Add(samples[b].Label);
                draws.Add(network.DropoutDraws++);
            }

            state.StepIndex++;
        }

        int[] places = [.. learners];
        int[] classes = [.. labels];
        for (int i = 0; i < plan.Length; i++)
        {
            int layer = i;
            bool drops = network.Layers[i].Definition.Readout.Dropout > 0;
            plan[i][k] = new ChunkStep(
                Array.ConvertAll(samples, s => s.State.Layers[layer]),
                i == 0 ? inputs : [],
                places,
                classes,
                drops ? [.. draws.Select(draw => DropoutStream.Key(network.Seed, draw, layer))] : []);
        }
    }

    /// <summary>Lets one step run; answers whether it may update the weights.</summary>
    private bool Enqueue(int k, ChunkStep step)
    {
        int learners = step.Learners.Length;
        NetworkDefinition definition = network.Definition;
        double rateFactor = network.LearningRateFactor * (definition.Optimiser.ScalesWithBatch ? Math.Sqrt(learners) : 1);
        UpdateControl control = network.UpdateControl;
        bool updates = learners > 0 && control.Steps % control.Policy.EveryN == 0;
        for (int i = 0; i < network.Layers.Count; i++)
        {
            Kernels(i).Forward(k, i == 0 ? null : Kernels(i - 1));
            if (learners > 0)
            {
                control.Possible++;
                double layerRate = network.LayerRateFactors[i];
                if (!updates || layerRate == 0)
                {
                    control.Skipped++;
                    continue;
                }

                LayerDefinition layer = network.Layers[i].Definition;
                OptimiserStep update = OptimiserStep.At(definition.Optimiser, network.UpdateCount + 1, rateFactor * layerRate * layer.LearningRateFactor);
                Kernels(i).Learn(k, definition.Loss, control.Policy.ErrorThreshold, update, (float)(layer.Readout.LearningRate * network.LearningRateFactor * layerRate));
            }
        }

        control.Steps += learners > 0 ? 1 : 0;
        network.UpdateCount += learners > 0 ? 1 : 0;
        return updates;
    }

    private void Show(NetworkSample[] samples, int k, bool updates, bool learn)
    {
        for (int i = 0; i < network.Layers.Count; i++)
        {
            bool skipped = Kernels(i).Show(k, out LayerLoss<float> loss);
            network.UpdateControl.Skipped += skipped ? 1 : 0;
            if (updates && !skipped)
            {
                foreach (NetworkSample sample in samples)
                {
                    sample.State.SetLoss(i, loss);
                }
            }
        }

        foreach (NetworkSample sample in samples)
        {
            StepConclusion.Conclude(network, sample.State, new StepInput(sample.Inputs, sample.Counts), learn ? sample.Label : -1);
        }
    }
}
