namespace ILGPU;

/// <summary>Stands in for ILGPU's index of a thread.</summary>
public readonly struct Index1D(int x)
{
    private readonly int value = x;

    public static implicit operator int(Index1D index) => index.value;

    public static implicit operator Index1D(int x) => new(x);
}
