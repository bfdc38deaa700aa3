using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Learning;

/// <summary>
/// Single steps of a network, the host between all layers: forward, loss, what the update policy makes of it, and learning, layer by layer from
/// below.
/// </summary>
internal sealed class StepRunner
{
    private readonly SpikingNetwork network;
    private readonly LayerState<float>[][] active;
    private readonly LayerState<float>[][] labelled;
    private StepInput[] inputs = [];
    private int[] labels = [];

    /// <summary>Makes room for one stream.</summary>
    /// <param name="network">The network.</param>
    public StepRunner(SpikingNetwork network)
    {
        this.network = network;
        active = new LayerState<float>[network.Layers.Count][];
        labelled = new LayerState<float>[network.Layers.Count][];
        Resize(1);
    }

    private UpdatePolicy Policy => network.UpdateControl.Policy;

    /// <summary>Takes one step of some streams together.</summary>
    /// <param name="streams">The streams, each at most once, with their inputs.</param>
    /// <param name="streamLabels">Their labels, -1 where none is known.</param>
    /// <param name="mode">What is done with the labels.</param>
    public void Run(ReadOnlySpan<NetworkState> streams, ReadOnlySpan<int> streamLabels, StepMode mode)
    {
        int learners = Gather(streams, streamLabels, mode == StepMode.Learn);
        double rateFactor = network.LearningRateFactor * (network.Definition.Optimiser.ScalesWithBatch ? Math.Sqrt(learners) : 1);
        for (int i = 0; i < network.Layers.Count; i++)
        {
            ReadOnlySpan<LayerState<float>> here = active[i].AsSpan(0, streams.Length);
            if (i == 0)
            {
                network.LearningLayers[i].Forward(here, inputs.AsSpan(0, streams.Length));
            }
            else
            {
                network.LearningLayers[i].Forward(here, active[i - 1].AsSpan(0, streams.Length));
            }

            if (learners > 0)
            {
                Learn(i, learners, streams, rateFactor);
            }
        }

        network.UpdateControl.Steps += learners > 0 ? 1 : 0;
        network.UpdateCount += learners > 0 ? 1 : 0;
        for (int b = 0; b < streams.Length; b++)
        {
            StepConclusion.Conclude(network, streams[b], inputs[b], mode == StepMode.Infer ? -1 : streamLabels[b]);
            streams[b].StepIndex++;
        }
    }

    private void Learn(int i, int learners, ReadOnlySpan<NetworkState> streams, double rateFactor)
    {
        DecolleLayer<float> layer = network.LearningLayers[i];
        UpdateControl control = network.UpdateControl;
        if (network.LayerRateFactors[i] == 0)
        {
            control.Possible++;
            control.Skipped++;
            return;
        }

        ReadOnlySpan<LayerState<float>> layerStates = labelled[i].AsSpan(0, learners);
        float data = layer.Judge(layerStates, labels.AsSpan(0, learners), streams.Length, out float largest);
        bool updates = control.Reaches(i, largest, out float threshold) && !control.IsEasy(i, data) && !AllClear(layerStates);
        control.Note(i, threshold, largest, updates);
        if (!updates && !Policy.Accumulates)
        {
            return;
        }

        if (Policy.Levels > 0 && threshold > 0)
        {
            foreach (LayerState<float> state in layerStates)
            {
                UpdateControl.Quantise(state.ReadoutError, threshold / streams.Length, Policy.Levels);
            }
        }

        LayerLoss<float> loss;
        if (updates)
        {
            LayerDefinition definition = network.Layers[i].Definition;
            double layerRate = network.LayerRateFactors[i];
            OptimiserStep step = OptimiserStep.At(network.Definition.Optimiser, network.UpdateCount + 1, rateFactor * layerRate * definition.LearningRateFactor);
            ReadoutLearner? readout = network.LearnedReadouts[i];

            // A readout that learns changes what the layer's own learning still reads.
            bool beside = readout is null && i + 1 < network.Layers.Count;
            loss = layer.Learn(layerStates, streams.Length, data, step, beside);
            readout?.Learn(layerStates, (float)(definition.Readout.LearningRate * network.LearningRateFactor * layerRate));
        }
        else
        {
            loss = layer.Propagate(layerStates, streams.Length, data);
            layer.Kernels.Accumulate();
            network.LearnedReadouts[i]?.Keep(layerStates);
        }

        foreach (NetworkState state in streams)
        {
            state.SetLoss(i, loss);
        }
    }

    private bool AllClear(ReadOnlySpan<LayerState<float>> states)
    {
        if (Policy.Margin == 0)
        {
            return false;
        }

        for (int b = 0; b < states.Length; b++)
        {
            if (!UpdateControl.IsClear<float>(states[b].Readout, labels[b], Policy.Margin))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Lines the streams' layer states up, draws dropout masks, and returns how many streams learn.</summary>
    private int Gather(ReadOnlySpan<NetworkState> streams, ReadOnlySpan<int> streamLabels, bool learn)
    {
        if (streams.Length > inputs.Length)
        {
            Resize(streams.Length);
        }

        int learners = 0;
        for (int b = 0; b < streams.Length; b++)
        {
            NetworkState state = streams[b];
            int label = streamLabels[b];
            network.Check(state, label);
            bool learns = learn && label >= 0 && state.StepIndex >= network.Definition.BurnInSteps;
            inputs[b] = state.Input;
            for (int i = 0; i < network.Layers.Count; i++)
            {
                LayerState<float> layer = state.Layers[i];
                active[i][b] = layer;
                float dropout = network.Layers[i].Definition.Readout.Dropout;
                layer.IsDropping = learns && dropout > 0;
                if (learns)
                {
                    labelled[i][learners] = layer;
                }

                if (layer.IsDropping)
                {
                    DropoutStream.Fill(network.Seed, network.DropoutDraws, i, dropout, layer.Keep);
                }
            }

            if (learns)
            {
                labels[learners++] = label;
                network.DropoutDraws++;
            }
        }

        return learners;
    }

    private void Resize(int streams)
    {
        inputs = new StepInput[streams];
        labels = new int[streams];
        for (int i = 0; i < network.Layers.Count; i++)
        {
            active[i] = new LayerState<float>[streams];
            labelled[i] = new LayerState<float>[streams];
        }
    }
}
