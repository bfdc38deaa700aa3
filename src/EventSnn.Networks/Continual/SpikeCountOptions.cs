namespace EventSnn.Networks.Continual;

/// <summary>The layer of a <see cref="SpikeCountEncoder"/>.</summary>
public sealed record SpikeCountOptions
{
    /// <summary>Neurons at every place of the input, 1 to 512. Default 64.</summary>
    public int Channels { get; init; } = 64;

    /// <summary>Rows and columns of a neuron's window, odd, 1 to 31. Default 5.</summary>
    public int Kernel { get; init; } = 5;

    /// <summary>Rows and columns of the grid that spikes are summed on, 1 to 32. Default 4.</summary>
    public int Cells { get; init; } = 4;

    /// <summary>Charge that a spike costs, above 0; an event brings about 1 / sqrt(window's inputs). Default 0.5.</summary>
    public float Threshold { get; init; } = .5f;

    /// <summary>Seed of the weights.</summary>
    public ulong Seed { get; init; } = 1;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Channels, 512);
        ArgumentOutOfRangeException.ThrowIfLessThan(Kernel, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Kernel, 31);
        ArgumentOutOfRangeException.ThrowIfZero(Kernel % 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Cells, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Cells, 32);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Threshold);
    }
}
