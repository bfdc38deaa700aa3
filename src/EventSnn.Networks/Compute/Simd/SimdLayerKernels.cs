using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>The equations of a layer on vectors: which kernel runs when, in tasks of one block of 16 outputs of one stream.</summary>
/// <typeparam name="TLane">The width.</typeparam>
/// <typeparam name="V">Its vector.</typeparam>
internal sealed unsafe class SimdLayerKernels<TLane, V> : ILayerKernels<float>, IParallelWork
    where TLane : struct, ILane<V>
    where V : struct
{
    private readonly SimdLayout layout;
    private readonly WorkerTeam team;
    private readonly SimdLayerParameters parameters;
    private readonly SimdGradient<TLane, V> gradient;
    private readonly SynapticCurrent<TLane, V>? current;
    private readonly bool newSynapse;
    private bool eventDriven;
    private SimdLayerState[] states = [];
    private SimdLayerState[] below = [];
    private StepInput[] inputs = [];
    private AlignedBuffer[] errors = [];
    private int count;
    private int learners;
    private SimdLayerState[] learning = [];
    private RegulariserTerms<float> regularisers;
    private OptimiserStep update;
    private Phase phase;

    public SimdLayerKernels(LayerPlan plan, SimdOptions options, WorkerTeam team)
    {
        Plan = plan;
        this.team = team;
        layout = new SimdLayout(plan);
        parameters = new SimdLayerParameters(layout);
        gradient = new SimdGradient<TLane, V>(layout, parameters, team.Threads);
        newSynapse = plan.Definition.Neuron.NewSynapse;
        IsEventDriven = options.Forward == ForwardMode.EventDriven && layout.CanRunEventDriven && (plan.Index == 0 || SpikeRows.CanServe(layout)) && plan.Definition.Neuron.Spread is null;
        eventDriven = IsEventDriven;
        current = eventDriven ? new SynapticCurrent<TLane, V>(layout, parameters, options.DenseAbove, team.Threads) : null;
    }

    private enum Phase
    {
        Trace,
        Rows,
        Fire,
        Delta,
        Keep,
        Update,
        Learn,
    }

    /// <inheritdoc/>
    public LayerPlan Plan { get; }

    /// <summary>Whether states are made for event-driven execution.</summary>
    public bool IsEventDriven { get; }

    private int TraceTasks => Plan.Index == 0 ? 1 : SimdLayout.Blocks(Plan.Input.Channels);

    /// <inheritdoc/>
    public LayerState<float> CreateState() => new SimdLayerState(layout, IsEventDriven);

    /// <inheritdoc/>
    public void Integrate(ReadOnlySpan<LayerState<float>> states, ReadOnlySpan<StepInput> inputs)
    {
        Take(states);
        inputs.CopyTo(this.inputs);
        Integrate();
    }

    /// <inheritdoc/>
    public void Integrate(ReadOnlySpan<LayerState<float>> states, ReadOnlySpan<LayerState<float>> below)
    {
        Take(states);
        for (int b = 0; b < count; b++)
        {
            this.below[b] = (SimdLayerState)below[b];
        }

        Integrate();
    }

    /// <inheritdoc/>
    public void Fire(ReadOnlySpan<LayerState<float>> states)
    {
        phase = Phase.Fire;
        team.Run(this, count * (layout.OutputBlocks + (eventDriven ? TraceTasks : 0)));
    }

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<LayerState<float>> states)
    {
        // The blocks' parts are added in order, whoever computed them.
        for (int b = 0; b < count; b++)
        {
            SimdLayerState state = this.states[b];
            for (int k = 0; k < Plan.Classes; k++)
            {
                float sum = 0;
                for (int block = 0; block < layout.OutputBlocks; block++)
                {
                    sum += state.PartialReadout.Pointer[(block * layout.ClassesPadded) + k];
                }

                state.Readout[k] = sum + parameters.ReadoutBias[k];
            }
        }
    }

    /// <inheritdoc/>
    public void MeasureRegularisers(ReadOnlySpan<LayerState<float>> states)
    {
        float* up = stackalloc float[SimdLayout.Block];
        foreach (LayerState<float> each in states)
        {
            var state = (SimdLayerState)each;
            double high = 0;
            double low = 0;
            for (int block = 0; block < layout.OutputBlocks; block++)
            {
                int channels = Math.Min(SimdLayout.Block, Plan.Output.Channels - (block * SimdLayout.Block));
                for (int pixel = 0; pixel < layout.PooledPixels; pixel++)
                {
                    for (int lane = 0; lane < SimdLayout.Block; lane += TLane.Width)
                    {
                        TLane.Store(up + lane, NeuronKernel<TLane, V>.Pooled(layout, state.U.Pointer, block, pixel, lane));
                    }

                    for (int lane = 0; lane < channels; lane++)
                    {
                        high += Math.Max(up[lane] + .01f, 0);
                        low += .1f - Surrogates.Sigmoid(up[lane]);
                    }
                }
            }

            each.HighSum = (float)high;
            each.LowSum = (float)low;
        }
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<LayerState<float>> states, RegulariserTerms<float> regularisers)
    {
        Judge(states, regularisers);
        phase = Phase.Delta;
        team.Run(this, learners * layout.OutputBlocks);
    }

    /// <inheritdoc/>
    public void Accumulate()
    {
        gradient.PrepareSums();
        phase = Phase.Keep;
        team.Run(this, layout.OutputBlocks);
        gradient.HasKept = true;
    }

    /// <inheritdoc/>
    public void Update(in OptimiserStep update)
    {
        this.update = update;
        parameters.PrepareMoments(update);
        gradient.Prepare();
        phase = Phase.Update;
        team.Run(this, layout.OutputBlocks);
        Finish();
    }

    /// <inheritdoc/>
    public void Learn(ReadOnlySpan<LayerState<float>> states, RegulariserTerms<float> regularisers, in OptimiserStep update, bool beside)
    {
        if (states.Length > 1)
        {
            Backward(states, regularisers); // a task for each stream and block
            Update(update);
            return;
        }

        Judge(states, regularisers);
        this.update = update;
        parameters.PrepareMoments(update);
        gradient.Prepare();
        phase = Phase.Learn;
        team.RunBeside(this, layout.OutputBlocks);
        if (!beside)
        {
            team.Settle();
        }
    }

    /// <inheritdoc/>
    public void Finish()
    {
        parameters.UpdateBias(update);
        gradient.HasKept = false;
    }

    /// <inheritdoc/>
    public void CopyTo(LayerTensor tensor, Span<float> destination)
    {
        team.Settle();
        if (tensor is LayerTensor.WeightGradient or LayerTensor.BiasGradient)
        {
            gradient.CopyTo(tensor, learning.AsSpan(0, learners), destination);
            return;
        }

        if (tensor is LayerTensor.WeightGradientSum or LayerTensor.BiasGradientSum)
        {
            gradient.CopySumsTo(tensor, destination);
            return;
        }

        CatchUp(tensor);
        parameters.CopyTo(tensor, destination);
    }

    /// <inheritdoc/>
    public void CopyFrom(LayerTensor tensor, ReadOnlySpan<float> source)
    {
        team.Settle();
        if (tensor is LayerTensor.WeightGradientSum or LayerTensor.BiasGradientSum)
        {
            gradient.CopySumsFrom(tensor, source);
            return;
        }

        CatchUp(tensor);
        parameters.CopyFrom(tensor, source);
        eventDriven = IsEventDriven && parameters.AreTimeConstantsUniform;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <inheritdoc/>
    public void Execute(int task, int worker)
    {
        switch (phase)
        {
            case Phase.Trace:
                Trace(task % count, task / count);
                break;
            case Phase.Rows:
                current!.List(states[task % count], below[task % count], task / count);
                break;
            case Phase.Fire:
                int blocks = layout.OutputBlocks * count;
                if (task < blocks)
                {
                    FireBlock(states[task % count], task % count, task / count, worker);
                }
                else
                {
                    Trace((task - blocks) % count, (task - blocks) / count);
                }

                break;
            case Phase.Delta:
                Delta(task % learners, task / learners);
                break;
            case Phase.Keep:
                gradient.Keep(learning.AsSpan(0, learners), task);
                break;
            case Phase.Learn:
                Delta(0, task);
                goto default;
            default:
                gradient.Update(update, learning.AsSpan(0, learners), task, worker);
                break;
        }
    }

    private void Delta(int b, int block)
        => DeltaKernel<TLane, V>.Run(layout, learning[b], block, parameters, errors[b].Pointer, Neuron(), regularisers);

    private void Judge(ReadOnlySpan<LayerState<float>> states, RegulariserTerms<float> terms)
    {
        learners = states.Length;
        regularisers = terms;
        for (int b = 0; b < states.Length; b++)
        {
            learning[b] = (SimdLayerState)states[b];
            states[b].ReadoutError.CopyTo(errors[b].Span);
        }
    }

    private void Take(ReadOnlySpan<LayerState<float>> newStates)
    {
        count = newStates.Length;
        if (count > states.Length)
        {
            states = new SimdLayerState[count];
            below = new SimdLayerState[count];
            learning = new SimdLayerState[count];
            inputs = new StepInput[count];
            errors = new AlignedBuffer[count];
            for (int b = 0; b < count; b++)
            {
                errors[b] = new AlignedBuffer(Math.Max(layout.ClassesPadded, parameters.ClassLine));
            }
        }

        for (int b = 0; b < count; b++)
        {
            states[b] = (SimdLayerState)newStates[b];
        }
    }

    // Event-driven, the traces are only for learning and advance beside the neurons.
    private void Integrate()
    {
        if (!eventDriven)
        {
            phase = Phase.Trace;
            team.Run(this, count * TraceTasks);
        }
        else if (Plan.Index > 0)
        {
            phase = Phase.Rows;
            team.Run(this, count * states[0].Rows!.Rows);
        }
    }

    private void Trace(int b, int block)
    {
        TraceConstants constants = parameters.TraceConstants;
        if (Plan.Index == 0)
        {
            TraceKernel<TLane, V>.FromCounts(layout, states[b], inputs[b], constants, newSynapse);
        }
        else
        {
            TraceKernel<TLane, V>.FromSpikes(layout, states[b], below[b], block, constants, newSynapse);
        }
    }

    private void FireBlock(SimdLayerState state, int b, int block, int worker)
    {
        NeuronConstants neuron = Neuron();
        if (!eventDriven)
        {
            // V = W.P
            float* weights = parameters.Weights.Pointer + (block * layout.WeightBlock);
            float* v = state.V.Pointer + (block * layout.OutputPixels * SimdLayout.Block);
            ConvolutionKernel<TLane, V>.Run(layout, state.P.Pointer, weights, v, Plan.Output.Width * SimdLayout.Block, add: false);
        }
        else if (newSynapse)
        {
            current!.Decay(state, block);
            AddCurrent(state, b, block, worker);
        }

        state.SpikesOfBlock[block] = NeuronKernel<TLane, V>.Potential(layout, state, block, parameters.Bias.Pointer + (block * SimdLayout.Block), neuron);
        NeuronKernel<TLane, V>.Output(layout, state, block, parameters, neuron);
        if (eventDriven && !newSynapse)
        {
            AddCurrent(state, b, block, worker); // beta I is in the potential's pass
        }
    }

    private void AddCurrent(SimdLayerState state, int b, int block, int worker)
    {
        if (Plan.Index == 0)
        {
            current!.Add(state, inputs[b], block);
        }
        else
        {
            current!.Add(state, below[b], block, worker);
        }
    }

    private void CatchUp(LayerTensor tensor)
    {
        if (tensor is LayerTensor.WeightMoment1 or LayerTensor.WeightMoment2)
        {
            parameters.CatchUp<TLane, V>(update);
        }
    }

    private NeuronConstants Neuron()
    {
        NeuronDefinition neuron = Plan.Definition.Neuron;
        TraceConstants constants = parameters.TraceConstants;
        return new NeuronConstants
        {
            RefractoryDecay = neuron.AlphaRefractory,
            RefractoryGain = neuron.RefractoryGain,
            Alpha = constants.Alpha[0],
            CurrentGain = constants.SynapseGain[0] * constants.MembraneGain[0],
            IsEventDriven = eventDriven,
            CurrentDecay = eventDriven && !newSynapse ? constants.Beta[0] : 1,
            Surrogate = neuron.Surrogate,
            Activation = neuron.Activation,
        };
    }
}
