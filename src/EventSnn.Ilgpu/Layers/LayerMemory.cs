using EventSnn.Ilgpu.Kernels;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;
using ILGPU.Runtime;

namespace EventSnn.Ilgpu.Layers;

/// <summary>Everything of a layer that lies on the device: parameters, and for every stream a slot in slabs.</summary>
internal sealed class LayerMemory : IDisposable
{
    private readonly Stack<int> free = new();
    private readonly Lock gate = new();
    private int used;

    public LayerMemory(Accelerator accelerator, LayerPlan plan, bool eventDriven)
    {
        IsEventDriven = eventDriven;
        Shape = new LayerGeometry
        {
            InputChannels = plan.Input.Channels,
            InputHeight = plan.Input.Height,
            InputWidth = plan.Input.Width,
            InputWords = (plan.Input.Width + 31) / 32,
            Channels = plan.Output.Channels,
            Height = plan.Output.Height,
            Width = plan.Output.Width,
            KernelRows = plan.KernelRows,
            KernelColumns = plan.KernelColumns,
            Stride = plan.Stride,
            Padding = plan.Padding,
            Pool = plan.Pool,
            PooledHeight = plan.Pooled.Height,
            PooledWidth = plan.Pooled.Width,
            PooledWords = (plan.Pooled.Width + 31) / 32,
            Classes = plan.Classes,
        };
        HasFrame = plan.Index == 0;
        KeepWords = plan.Definition.Readout.Dropout > 0 ? (plan.Pooled.Size + 63) / 64 * 2 : 0;
        X = new(accelerator);
        Q = new(accelerator);
        P = new(accelerator);
        Current = new(accelerator);
        Membrane = new(accelerator);
        Refractory = new(accelerator);
        Potential = new(accelerator);
        Fired = new(accelerator);
        Pooled = new(accelerator);
        Winner = new(accelerator);
        Spikes = new(accelerator);
        Delta = new(accelerator);
        Keep = new(accelerator);
        Dropping = new(accelerator);
        Weights = Filled(accelerator, plan.WeightCount);
        Bias = Filled(accelerator, plan.Output.Channels);
        Moment1 = Filled(accelerator, plan.WeightCount);
        Moment2 = Filled(accelerator, plan.WeightCount);
        BiasMoment1 = Filled(accelerator, plan.Output.Channels);
        BiasMoment2 = Filled(accelerator, plan.Output.Channels);
        BiasGradient = Filled(accelerator, plan.Output.Channels);
        Readout = Filled(accelerator, plan.Classes * plan.Pooled.Size);
        ReadoutBias = Filled(accelerator, plan.Classes);
        Alpha = Filled(accelerator, plan.Input.Channels);
        Beta = Filled(accelerator, plan.Input.Channels);
        SynapseGain = Filled(accelerator, plan.Input.Channels);
        MembraneGain = Filled(accelerator, plan.Input.Channels);
        Gradient = new(accelerator);
        Error = new(accelerator);
        Skip = new(accelerator);
        Terms = new(accelerator);
        Partial = new(accelerator);
        List = new(accelerator);
        Listed = new(accelerator);
        DeltaSum = new(accelerator);
        Means = new(accelerator);
    }

    public LayerGeometry Shape { get; }

    public bool IsEventDriven { get; }

    public bool HasFrame { get; }

    /// <summary>Words of 32 bits of a stream's dropout mask; the host's words of 64 bits, read as two.</summary>
    public int KeepWords { get; }

    public DeviceBuffer<float> X { get; }

    public DeviceBuffer<float> Q { get; }

    public DeviceBuffer<float> P { get; }

    public DeviceBuffer<float> Current { get; }

    public DeviceBuffer<float> Membrane { get; }

    public DeviceBuffer<float> Refractory { get; }

    public DeviceBuffer<float> Potential { get; }

    public DeviceBuffer<byte> Fired { get; }

    public DeviceBuffer<float> Pooled { get; }

    public DeviceBuffer<int> Winner { get; }

    public DeviceBuffer<uint> Spikes { get; }

    public DeviceBuffer<float> Delta { get; }

    public DeviceBuffer<uint> Keep { get; }

    public DeviceBuffer<int> Dropping { get; }

    public DeviceBuffer<float> Weights { get; }

    public DeviceBuffer<float> Bias { get; }

    public DeviceBuffer<float> Moment1 { get; }

    public DeviceBuffer<float> Moment2 { get; }

    public DeviceBuffer<float> BiasMoment1 { get; }

    public DeviceBuffer<float> BiasMoment2 { get; }

    public DeviceBuffer<float> BiasGradient { get; }

    public DeviceBuffer<float> Readout { get; }

    public DeviceBuffer<float> ReadoutBias { get; }

    public DeviceBuffer<float> Alpha { get; }

    public DeviceBuffer<float> Beta { get; }

    public DeviceBuffer<float> SynapseGain { get; }

    public DeviceBuffer<float> MembraneGain { get; }

    public DeviceBuffer<float> Gradient { get; }

    public DeviceBuffer<float> Error { get; }

    /// <summary>1 for each step of a chunk that is skipped.</summary>
    public DeviceBuffer<int> Skip { get; }

    public DeviceBuffer<float> Terms { get; }

    public DeviceBuffer<float> Partial { get; }

    public DeviceBuffer<int> List { get; }

    public DeviceBuffer<int> Listed { get; }

    public DeviceBuffer<float> DeltaSum { get; }

    public DeviceBuffer<float> Means { get; }

    /// <summary>Takes a slot for a stream, all zero.</summary>
    public int Take()
    {
        lock (gate)
        {
            int slot = free.Count > 0 ? free.Pop() : used++;
            long slots = Math.Max(used, slot + 1);
            if (slots * Shape.InputSize > Q.Length)
            {
                Grow(Math.Max(slots, Q.Length / Shape.InputSize * 2));
            }

            Reset(slot);
            return slot;
        }
    }

    /// <summary>Gives a slot back; called by the state's finalizer, so it must not touch the device.</summary>
    public void Release(int slot)
    {
        lock (gate)
        {
            free.Push(slot);
        }
    }

    /// <summary>Sets a stream to zero.</summary>
    public void Reset(int slot)
    {
        if (HasFrame)
        {
            X.Clear((long)slot * Shape.InputSize, Shape.InputSize);
        }

        Q.Clear((long)slot * Shape.InputSize, Shape.InputSize);
        P.Clear((long)slot * Shape.InputSize, Shape.InputSize);
        if (IsEventDriven)
        {
            Current.Clear((long)slot * Shape.Size, Shape.Size);
            Membrane.Clear((long)slot * Shape.Size, Shape.Size);
        }

        Refractory.Clear((long)slot * Shape.Size, Shape.Size);
        Potential.Clear((long)slot * Shape.Size, Shape.Size);
        Fired.Clear((long)slot * Shape.Size, Shape.Size);
        Pooled.Clear((long)slot * Shape.Features, Shape.Features);
        Spikes.Clear((long)slot * Shape.PooledWordCount, Shape.PooledWordCount);
        Delta.Clear((long)slot * Shape.Size, Shape.Size);
        Dropping.Clear(slot, 1);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable buffer in (IDisposable[])
        [
            X, Q, P, Current, Membrane, Refractory, Potential, Fired, Pooled, Winner, Spikes, Delta, Keep, Dropping, Weights, Bias, Moment1, Moment2,
            BiasMoment1, BiasMoment2, BiasGradient, Readout, ReadoutBias, Alpha, Beta, SynapseGain, MembraneGain, Gradient, Error, Skip, Terms, Partial,
            List, Listed, DeltaSum, Means,
        ])
        {
            buffer.Dispose();
        }
    }

    /// <summary>Where a tensor lies that is stored as it is.</summary>
    /// <param name="tensor">Which.</param>
    public DeviceBuffer<float> Of(LayerTensor tensor) => tensor switch
    {
        LayerTensor.Weights => Weights,
        LayerTensor.Bias => Bias,
        LayerTensor.ReadoutBias => ReadoutBias,
        LayerTensor.Alpha => Alpha,
        LayerTensor.Beta => Beta,
        LayerTensor.SynapseGain => SynapseGain,
        LayerTensor.MembraneGain => MembraneGain,
        LayerTensor.WeightMoment1 => Moment1,
        LayerTensor.WeightMoment2 => Moment2,
        LayerTensor.BiasMoment1 => BiasMoment1,
        LayerTensor.BiasMoment2 => BiasMoment2,
        LayerTensor.BiasGradient => BiasGradient,
        _ => throw new ArgumentOutOfRangeException(nameof(tensor), tensor, null),
    };

    private static DeviceBuffer<float> Filled(Accelerator accelerator, int length)
    {
        var buffer = new DeviceBuffer<float>(accelerator);
        buffer.Ensure(length);
        return buffer;
    }

    private void Grow(long slots)
    {
        if (HasFrame)
        {
            X.Ensure(slots * Shape.InputSize);
        }

        Q.Ensure(slots * Shape.InputSize);
        P.Ensure(slots * Shape.InputSize);
        if (IsEventDriven)
        {
            Current.Ensure(slots * Shape.Size);
            Membrane.Ensure(slots * Shape.Size);
        }

        Refractory.Ensure(slots * Shape.Size);
        Potential.Ensure(slots * Shape.Size);
        Fired.Ensure(slots * Shape.Size);
        Pooled.Ensure(slots * Shape.Features);
        Winner.Ensure(slots * Shape.Features);
        Spikes.Ensure(slots * Shape.PooledWordCount);
        Delta.Ensure(slots * Shape.Size);
        Keep.Ensure(slots * KeepWords);
        Dropping.Ensure(slots);
    }
}
