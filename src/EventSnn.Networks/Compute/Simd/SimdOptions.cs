namespace EventSnn.Networks.Compute.Simd;

/// <summary>How the SIMD backend runs. No option but <see cref="Forward"/> changes results beyond float rounding; threads change nothing.</summary>
public sealed record SimdOptions
{
    /// <summary>Event-driven or trace-exact. Layers that event-driven execution cannot serve (a stride, time constants per channel) run trace-exact.</summary>
    public ForwardMode Forward { get; init; }

    /// <summary>Threads that share a step, at least 1; 0: as many as there are cores, at most 4.</summary>
    public int Threads { get; init; }

    /// <summary>The vector width.</summary>
    public SimdWidth Width { get; init; }

    /// <summary>
    /// The share of spiking inputs above which a layer's step is computed densely also when event-driven, in [0, 1].
    /// </summary>
    public float DenseAbove { get; init; } = .85f;
}
