using EventSnn.Networks.Compute;

namespace EventSnn.Ilgpu.Layers;

/// <summary>A stream's slot in the slabs of a layer on the device, and what the host last read of it.</summary>
internal sealed class IlgpuLayerState : LayerState<float>
{
    private readonly LayerMemory memory;

    public IlgpuLayerState(LayerPlan plan, LayerMemory memory)
        : base(plan)
    {
        this.memory = memory;
        Slot = memory.Take();
    }

#pragma warning disable MA0055 // A state has no end that anybody would tell, and its slot is worth having back.
    /// <summary>Gives the slot back.</summary>
    ~IlgpuLayerState() => memory.Release(Slot);
#pragma warning restore MA0055

    public int Slot { get; }

    /// <summary>The slabs that the slot is in.</summary>
    public LayerMemory Layer => memory;

    public int Spikes { get; set; }

    public int Outputs { get; set; }

    /// <inheritdoc/>
    public override int SpikeCount => Spikes;

    /// <inheritdoc/>
    public override int OutputCount => Outputs;

    /// <inheritdoc/>
    public override IReadOnlyList<StateTensor> Memory => memory.IsEventDriven
        ?
        [
            StateTensor.SynapseTrace, StateTensor.MembraneTrace, StateTensor.Refractory, StateTensor.Spikes,
            StateTensor.SynapticCurrent, StateTensor.MembraneCurrent,
        ]
        : base.Memory;

    /// <inheritdoc/>
    public override void Reset()
    {
        memory.Reset(Slot);
        Spikes = 0;
        Outputs = 0;
        Array.Clear(Readout);
    }

    /// <inheritdoc/>
    public override void CopyTo(StateTensor tensor, Span<float> destination)
    {
        switch (tensor)
        {
            case StateTensor.Spikes:
                var fired = new byte[destination.Length];
                memory.Fired.Read(fired, (long)Slot * fired.Length);
                Planes.FromPixels(fired, Plan.Output, destination, static s => s);
                break;
            case StateTensor.Output:
                int words = memory.Shape.PooledWordCount;
                var bits = new uint[words];
                memory.Spikes.Read(bits, (long)Slot * words);
                for (int i = 0; i < destination.Length; i++)
                {
                    int x = i % Plan.Pooled.Width;
                    destination[i] = (bits[(i / Plan.Pooled.Width * memory.Shape.PooledWords) + (x >> 5)] >> (x & 31)) & 1;
                }

                break;
            default:
                var values = new float[destination.Length];
                Buffer(tensor).Read(values, (long)Slot * values.Length);
                Planes.FromPixels(values, IsInput(tensor) ? Plan.Input : Plan.Output, destination, static v => v);
                break;
        }
    }

    /// <inheritdoc/>
    public override void CopyFrom(StateTensor tensor, ReadOnlySpan<float> source)
    {
        var values = new float[source.Length];
        Planes.ToPixels(source, IsInput(tensor) ? Plan.Input : Plan.Output, values);
        if (tensor == StateTensor.Spikes)
        {
            memory.Fired.Write(Array.ConvertAll(values, v => v != 0 ? (byte)1 : (byte)0), (long)Slot * values.Length);
            return;
        }

        Buffer(tensor).Write(values, (long)Slot * values.Length);
    }

    private static bool IsInput(StateTensor tensor) => tensor is StateTensor.SynapseTrace or StateTensor.MembraneTrace;

    private DeviceBuffer<float> Buffer(StateTensor tensor) => tensor switch
    {
        StateTensor.SynapseTrace => memory.Q,
        StateTensor.MembraneTrace => memory.P,
        StateTensor.Refractory => memory.Refractory,
        StateTensor.Potential => memory.Potential,
        StateTensor.Delta => memory.Delta,
        StateTensor.SynapticCurrent when memory.IsEventDriven => memory.Current,
        StateTensor.MembraneCurrent when memory.IsEventDriven => memory.Membrane,
        _ => throw new ArgumentOutOfRangeException(nameof(tensor), tensor, null),
    };
}
