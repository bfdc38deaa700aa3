namespace EventSnn.Networks.Compute.Simd;

/// <summary>Floats at an address that is a multiple of 64 bytes and does not move, with a vector's worth of slack at the end.</summary>
internal sealed unsafe class AlignedBuffer
{
    private const int Line = 16;

    // Kept alive by this field; pinned, so that the pointer stays valid.
    private readonly float[] memory;

    public AlignedBuffer(int length)
    {
        Length = length;
        memory = GC.AllocateArray<float>(length + (2 * Line), pinned: true);
        fixed (float* start = memory)
        {
            Pointer = (float*)(((nint)start + 63) & ~63);
        }
    }

    public int Length { get; }

    public float* Pointer { get; }

    public Span<float> Span => new(Pointer, Length);

    public void Clear() => Array.Clear(memory);
}
