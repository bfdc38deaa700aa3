using System.Runtime.InteropServices;
using EventSnn.Ilgpu.Kernels;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;
using ILGPU.Runtime;

namespace EventSnn.Ilgpu.Layers;

/// <summary>The equations of a layer on a device: which kernel runs when, step by step with the host or a chunk of steps without it.</summary>
internal sealed class IlgpuLayerKernels : IChunkedLayerKernels
{
    private readonly KernelSet kernels;
    private readonly LayerMemory memory;
    private readonly LayerGeometry shape;
    private readonly NeuronDefinition neuron;
    private readonly ChunkMemory chunk;
    private readonly LaunchArguments arguments;
    private StepPlace place;
    private readonly float[] uniform = [0, 0, 1, 1]; // alpha, beta, qg, pg
    private bool isUniform = true;
    private LayerMemory? source;

    public IlgpuLayerKernels(Accelerator accelerator, KernelSet kernels, LayerPlan plan, bool eventDriven)
    {
        Plan = plan;
        this.kernels = kernels;
        neuron = plan.Definition.Neuron;
        memory = new LayerMemory(accelerator, plan, eventDriven && neuron.Spread is null);
        shape = memory.Shape;
        chunk = new ChunkMemory(accelerator, memory);
        arguments = new LaunchArguments(plan, shape, memory, chunk);
    }

    /// <inheritdoc/>
    public LayerPlan Plan { get; }

    // Event-driven, input channels share their time constants: charge of all of them flows together.
    private bool IsEventDriven => memory.IsEventDriven && isUniform;

    /// <inheritdoc/>
    public LayerState<float> CreateState() => new IlgpuLayerState(Plan, memory);

    /// <inheritdoc/>
    public void Integrate(ReadOnlySpan<LayerState<float>> states, ReadOnlySpan<StepInput> inputs)
    {
        place = chunk.TakeStep(new ChunkStep(states.ToArray(), inputs.ToArray(), [], [], []));
        Trace(null);
    }

    /// <inheritdoc/>
    public void Integrate(ReadOnlySpan<LayerState<float>> states, ReadOnlySpan<LayerState<float>> below)
    {
        place = chunk.TakeStep(new ChunkStep(states.ToArray(), [], [], [], []));
        Trace(((IlgpuLayerState)below[0]).Layer);
    }

    /// <inheritdoc/>
    public void Fire(ReadOnlySpan<LayerState<float>> states) => Fire();

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<LayerState<float>> states)
    {
        WriteMasks(states);
        Read();
        float[] report = chunk.ReadReports(place);
        for (int b = 0; b < states.Length; b++)
        {
            chunk.Show(report.AsSpan(b * chunk.ReportSize, chunk.ReportSize), (IlgpuLayerState)states[b]);
        }
    }

    /// <inheritdoc/>
    public void MeasureRegularisers(ReadOnlySpan<LayerState<float>> states)
    {
        TakeLearners(states);
        LossArguments loss = arguments.Loss(place, states.Length);
        kernels.RegulariserLane(states.Length * ReadoutKernels.Lanes, loss);
        var sums = new float[states.Length * ReadoutKernels.Lanes * 2];
        memory.Partial.Read(sums);
        for (int b = 0; b < states.Length; b++)
        {
            float high = 0;
            float low = 0;
            for (int lane = 0; lane < ReadoutKernels.Lanes; lane++)
            {
                high += sums[((b * ReadoutKernels.Lanes) + lane) * 2];
                low += sums[(((b * ReadoutKernels.Lanes) + lane) * 2) + 1];
            }

            states[b].HighSum = high;
            states[b].LowSum = low;
        }
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<LayerState<float>> states, RegulariserTerms<float> regularisers)
    {
        TakeLearners(states);
        for (int b = 0; b < states.Length; b++)
        {
            memory.Error.Write(states[b].ReadoutError, (long)b * shape.Classes);
        }

        memory.Terms.Write([regularisers.High, regularisers.Low, 0, 0]);
        memory.Skip.Write([0]);
        Gradient(arguments.Learning(place, default));
    }

    /// <inheritdoc/>
    public void Update(in OptimiserStep update) => kernels.Update(Plan.WeightCount + shape.Channels, arguments.Learning(place, update));

    /// <inheritdoc/>
    public void BeginChunk(IReadOnlyList<ChunkStep> steps) => chunk.Begin(steps);

    /// <inheritdoc/>
    public void Forward(int number, IChunkedLayerKernels? below)
    {
        place = chunk.Places[number];
        Trace(((IlgpuLayerKernels?)below)?.memory);
        Fire();
        if (memory.KeepWords > 0)
        {
            kernels.Draw(place.Streams * (memory.KeepWords / 2), chunk.Masks(place, Plan.Definition.Readout.Dropout));
        }

        Read();
    }

    /// <inheritdoc/>
    public void Learn(int number, LossDefinition loss, float threshold, in OptimiserStep update, float readoutRate)
    {
        RegulariserDefinition regulariser = Plan.Definition.Regulariser;
        memory.Error.Ensure((long)place.Learners * shape.Classes);
        LossArguments local = arguments.Loss(place, place.Learners) with
        {
            Loss = loss.Kind == LossKind.SmoothL1 ? 0 : 1,
            Temperature = loss.Temperature,
            Threshold = threshold,
            High = regulariser.High,
            Low = regulariser.Low,
        };
        kernels.Evaluate(place.Learners, local);
        if (threshold > 0)
        {
            kernels.Decide(local);
        }

        if (regulariser.IsActive)
        {
            kernels.RegulariserLane(place.Learners * ReadoutKernels.Lanes, local);
            kernels.Regularise(local);
        }

        LearnArguments learn = arguments.Learning(place, update);
        Gradient(learn);
        kernels.Update(Plan.WeightCount + shape.Channels, learn);
        if (Plan.Definition.Readout.Kind == ReadoutKind.Learned)
        {
            LearnReadout(readoutRate);
        }
    }

    /// <inheritdoc/>
    public void EndChunk() => chunk.End();

    /// <inheritdoc/>
    public bool Show(int number, out LayerLoss<float> loss) => chunk.Show(number, Plan.Definition.Regulariser, out loss);

    /// <inheritdoc/>
    public void CopyTo(LayerTensor tensor, Span<float> destination)
    {
        var values = new float[destination.Length];
        switch (tensor)
        {
            case LayerTensor.WeightGradient:
                GatherGradient(destination);
                break;
            case LayerTensor.Weights or LayerTensor.WeightMoment1 or LayerTensor.WeightMoment2:
                memory.Of(tensor).Read(values);
                for (int i = 0; i < values.Length; i++)
                {
                    destination[i] = values[Planes.Weight(i, shape.Channels, shape.FanIn)];
                }

                break;
            case LayerTensor.ReadoutWeights:
                memory.Readout.Read(values);
                for (int k = 0; k < shape.Classes; k++)
                {
                    Planes.FromPixels<float>(values.AsSpan(k * shape.Features, shape.Features), Plan.Pooled, destination.Slice(k * shape.Features, shape.Features), static v => v);
                }

                break;
            default:
                memory.Of(tensor).Read(destination);
                break;
        }
    }

    /// <inheritdoc/>
    public void CopyFrom(LayerTensor tensor, ReadOnlySpan<float> source)
    {
        var values = new float[source.Length];
        switch (tensor)
        {
            case LayerTensor.Weights or LayerTensor.WeightMoment1 or LayerTensor.WeightMoment2:
                for (int i = 0; i < values.Length; i++)
                {
                    values[Planes.Weight(i, shape.Channels, shape.FanIn)] = source[i];
                }

                memory.Of(tensor).Write(values);
                break;
            case LayerTensor.ReadoutWeights:
                for (int k = 0; k < shape.Classes; k++)
                {
                    Planes.ToPixels(source.Slice(k * shape.Features, shape.Features), Plan.Pooled, values.AsSpan(k * shape.Features, shape.Features));
                }

                memory.Readout.Write(values);
                break;
            default:
                memory.Of(tensor).Write(source);
                break;
        }

        if (tensor is LayerTensor.Alpha or LayerTensor.Beta or LayerTensor.SynapseGain or LayerTensor.MembraneGain)
        {
            ReadConstants();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        memory.Dispose();
        chunk.Dispose();
    }

    private void Trace(LayerMemory? below)
    {
        if (below is null)
        {
            FrameArguments frame = chunk.Frame(place);
            kernels.ClearFrame(place.Streams * shape.InputSize, frame);
            kernels.PlaceFrame(place.Entries, frame);
        }

        source = below;
        kernels.Trace(place.Streams * shape.InputSize, new TraceArguments
        {
            Shape = shape,
            Slots = chunk.Slots(place),
            X = memory.X.View,
            Spikes = below?.Spikes.View ?? memory.Spikes.View,
            Q = memory.Q.View,
            P = memory.P.View,
            Alpha = memory.Alpha.View,
            Beta = memory.Beta.View,
            SynapseGain = memory.SynapseGain.View,
            MembraneGain = memory.MembraneGain.View,
            FromFrame = below is null ? 1 : 0,
            NewSynapse = neuron.NewSynapse ? 1 : 0,
        });
    }

    private void Fire()
    {
        var fire = new FireArguments
        {
            Shape = shape,
            Slots = chunk.Slots(place),
            X = memory.X.View,
            Spikes = source?.Spikes.View ?? memory.Spikes.View,
            P = memory.P.View,
            Weights = memory.Weights.View,
            Bias = memory.Bias.View,
            Current = memory.Current.View,
            Membrane = memory.Membrane.View,
            Refractory = memory.Refractory.View,
            Potential = memory.Potential.View,
            Fired = memory.Fired.View,
            Alpha = uniform[0],
            Beta = uniform[1],
            Gain = uniform[2] * uniform[3],
            RefractoryDecay = neuron.AlphaRefractory,
            RefractoryGain = neuron.RefractoryGain,
            FromFrame = source is null ? 1 : 0,
            NewSynapse = neuron.NewSynapse ? 1 : 0,
            Surrogate = (int)neuron.Surrogate,
        };
        if (IsEventDriven)
        {
            kernels.FireEventDriven(place.Streams * shape.Size, fire);
        }
        else
        {
            kernels.FireTraceExact(place.Streams * shape.Size, fire);
        }

        ReadArguments read = arguments.Reading(place);
        kernels.Pool(place.Streams * shape.PooledHeight * shape.PooledWords * shape.Channels, read);
    }

    private void Read()
    {
        memory.Partial.Ensure((long)place.Streams * Math.Max(2, shape.Classes) * ReadoutKernels.Lanes);
        ReadArguments read = arguments.Reading(place);
        kernels.CountLane(place.Streams * ReadoutKernels.Lanes, read);
        kernels.Count(place.Streams, read);
        kernels.ReadLane(place.Streams * shape.Classes * ReadoutKernels.Lanes, read);
        kernels.Read(place.Streams * shape.Classes, read);
    }

    private void Gradient(LearnArguments learn)
    {
        kernels.Delta(place.Learners * shape.Size, learn);
        kernels.List(place.Learners * shape.Channels, learn);
        kernels.Gradient(learn.Groups * Plan.WeightCount, learn);
        kernels.BiasGradient(shape.Channels, learn);
    }

    private void LearnReadout(float rate)
    {
        LearnedReadoutArguments readout = arguments.LearnedReadout(place, rate);
        kernels.Mean(place.Learners * readout.GridRows * readout.GridColumns * shape.Channels, readout);
        kernels.LearnReadout((shape.Classes * shape.Features) + shape.Classes, readout);
    }

    private void TakeLearners(ReadOnlySpan<LayerState<float>> states) => place = chunk.TakeLearners(place, states);

    private void WriteMasks(ReadOnlySpan<LayerState<float>> states)
    {
        if (memory.KeepWords == 0)
        {
            return;
        }

        foreach (LayerState<float> each in states)
        {
            var state = (IlgpuLayerState)each;
            memory.Dropping.Write([state.IsDropping ? 1 : 0], state.Slot);
            if (state.IsDropping)
            {
                memory.Keep.Write(MemoryMarshal.Cast<ulong, uint>(state.Keep), (long)state.Slot * memory.KeepWords);
            }
        }
    }

    private void GatherGradient(Span<float> destination)
    {
        int groups = arguments.GradientGroups(place.Learners);
        var all = new float[groups * destination.Length];
        memory.Gradient.Read(all);
        int positions = shape.KernelRows * shape.KernelColumns;
        for (int i = 0; i < destination.Length; i++)
        {
            int output = i / shape.FanIn;
            int input = i % shape.FanIn / positions;
            int at = (((output * positions) + (i % positions)) * shape.InputChannels) + input;
            float sum = 0;
            for (int group = 0; group < groups; group++)
            {
                sum += all[(group * destination.Length) + at];
            }

            destination[i] = sum;
        }
    }

    private void ReadConstants()
    {
        isUniform = true;
        LayerTensor[] tensors = [LayerTensor.Alpha, LayerTensor.Beta, LayerTensor.SynapseGain, LayerTensor.MembraneGain];
        for (int i = 0; i < tensors.Length; i++)
        {
            var values = new float[shape.InputChannels];
            memory.Of(tensors[i]).Read(values);
            uniform[i] = values[0];
            isUniform &= values.AsSpan().IndexOfAnyExcept(values[0]) < 0;
        }
    }
}
