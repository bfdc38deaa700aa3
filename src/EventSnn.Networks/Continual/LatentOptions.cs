namespace EventSnn.Networks.Continual;

/// <summary>What a <see cref="LatentEncoder"/> keeps of a stream.</summary>
public sealed record LatentOptions
{
    /// <summary>Rows and columns of the grid that events are counted on, 2 to 32. Default 8.</summary>
    public int Cells { get; init; } = 8;

    /// <summary>Time constant of the memory in microseconds: how much of the past a latent vector tells. Default 400 ms.</summary>
    public long MemoryMicroseconds { get; init; } = 400_000;

    /// <summary>Time constant of the traces that motion is found by: how long ago a neighbouring cell fired. Default 25 ms.</summary>
    public long MotionMicroseconds { get; init; } = 25_000;

    /// <summary>Whether coincidences of neighbouring cells (motion) are kept, besides counts. Default true.</summary>
    public bool Motion { get; init; } = true;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Cells, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Cells, 32);
        ArgumentOutOfRangeException.ThrowIfLessThan(MemoryMicroseconds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MotionMicroseconds, 1);
    }
}
