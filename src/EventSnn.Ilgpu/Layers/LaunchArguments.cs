using EventSnn.Ilgpu.Kernels;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;

namespace EventSnn.Ilgpu.Layers;

/// <summary>What the kernels of a layer are given: views of its memory and of the step's part of the chunk.</summary>
/// <param name="plan">The layer.</param>
/// <param name="shape">Its geometry.</param>
/// <param name="memory">Its memory, which grows where a kernel needs more.</param>
/// <param name="chunk">The chunk that is running.</param>
internal sealed class LaunchArguments(LayerPlan plan, LayerGeometry shape, LayerMemory memory, ChunkMemory chunk)
{
    private readonly NeuronDefinition neuron = plan.Definition.Neuron;

    /// <summary>For a learned readout.</summary>
    public LearnedReadoutArguments LearnedReadout(StepPlace place, float rate)
    {
        ReadoutDefinition readout = plan.Definition.Readout;
        int rows = readout.Grid == 0 ? shape.PooledHeight : Math.Min(readout.Grid, shape.PooledHeight);
        int columns = readout.Grid == 0 ? shape.PooledWidth : Math.Min(readout.Grid, shape.PooledWidth);
        memory.Means.Ensure((long)place.Learners * rows * columns * shape.Channels);
        return new LearnedReadoutArguments
        {
            Shape = shape,
            Slots = chunk.LearnerSlots(place),
            Learners = place.Learners,
            Skip = chunk.Skip(place),
            Error = memory.Error.View,
            Spikes = memory.Spikes.View,
            Means = memory.Means.View,
            Readout = memory.Readout.View,
            ReadoutBias = memory.ReadoutBias.View,
            GridRows = rows,
            GridColumns = columns,
            Rate = rate,
        };
    }

    /// <summary>For the readout.</summary>
    public ReadArguments Reading(StepPlace place) => new()
    {
        Shape = shape,
        Slots = chunk.Slots(place),
        Potential = memory.Potential.View,
        Pooled = memory.Pooled.View,
        Winner = memory.Winner.View,
        Spikes = memory.Spikes.View,
        Fired = memory.Fired.View,
        Keep = memory.Keep.View,
        Dropping = memory.Dropping.View,
        Readout = memory.Readout.View,
        ReadoutBias = memory.ReadoutBias.View,
        Partial = memory.Partial.View,
        Report = chunk.Reports,
        KeepScale = 1 / (1 - plan.Definition.Readout.Dropout),
        KeepWords = memory.KeepWords,
        Surrogate = (int)neuron.Surrogate,
        Activation = (int)neuron.Activation,
        FirstReport = place.FirstStream,
    };

    /// <summary>For the local loss.</summary>
    public LossArguments Loss(StepPlace place, int learners)
    {
        memory.Partial.Ensure((long)learners * ReadoutKernels.Lanes * 2);
        return new LossArguments
        {
            Shape = shape,
            Slots = chunk.LearnerSlots(place),
            Streams = chunk.LearnerStreams(place),
            Labels = chunk.Labels(place),
            Learners = learners,
            Report = chunk.Reports,
            FirstReport = place.FirstStream,
            Error = memory.Error.View,
            Skip = chunk.Skip(place),
            Pooled = memory.Pooled.View,
            Partial = memory.Partial.View,
            Terms = chunk.Terms(place),
            Batch = place.Streams,
        };
    }

    /// <summary>For gradient and update.</summary>
    public LearnArguments Learning(StepPlace place, OptimiserStep update)
    {
        int learners = place.Learners;
        int groups = GradientGroups(learners);
        memory.Gradient.Ensure((long)groups * plan.WeightCount);
        memory.List.Ensure((long)learners * shape.Size);
        memory.Listed.Ensure((long)learners * shape.Channels);
        memory.DeltaSum.Ensure((long)learners * shape.Channels);
        return new LearnArguments
        {
            Shape = shape,
            Slots = chunk.LearnerSlots(place),
            Learners = learners,
            Skip = chunk.Skip(place),
            Error = memory.Error.View,
            Readout = memory.Readout.View,
            ReadoutBias = memory.ReadoutBias.View,
            Pooled = memory.Pooled.View,
            Winner = memory.Winner.View,
            Keep = memory.Keep.View,
            Dropping = memory.Dropping.View,
            Terms = chunk.Terms(place),
            Delta = memory.Delta.View,
            List = memory.List.View,
            Listed = memory.Listed.View,
            DeltaSum = memory.DeltaSum.View,
            P = memory.P.View,
            Gradient = memory.Gradient.View,
            BiasGradient = memory.BiasGradient.View,
            Weights = memory.Weights.View,
            Bias = memory.Bias.View,
            Moment1 = memory.Moment1.View,
            Moment2 = memory.Moment2.View,
            BiasMoment1 = memory.BiasMoment1.View,
            BiasMoment2 = memory.BiasMoment2.View,
            KeepScale = 1 / (1 - plan.Definition.Readout.Dropout),
            KeepWords = memory.KeepWords,
            Surrogate = (int)neuron.Surrogate,
            Groups = groups,
            Optimiser = (int)update.Kind,
            Rate = (float)update.Rate,
            Beta1 = update.Beta1,
            Beta2 = update.Beta2,
            Epsilon = update.Epsilon,
            SecondCorrection = (float)update.SecondCorrection,
        };
    }

    // Small layers split the sum over learners so that a large device has work; by shape and batch alone, so that no device changes a sum.
    public int GradientGroups(int learners) => Math.Clamp((1 << 18) / plan.WeightCount, 1, Math.Max(1, learners));
}
