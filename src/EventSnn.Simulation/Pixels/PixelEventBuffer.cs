namespace EventSnn.Simulation.Pixels;

/// <summary>
/// Events of one sampling interval as sortable keys: 32 bits of time as a fraction of the interval, 30 bits of pixel
/// index, 1 bit of polarity. Sorting the keys orders by time, then pixel: the same for any number of threads.
/// </summary>
internal sealed class PixelEventBuffer
{
    private ulong[] keys = new ulong[1024];

    public int Count { get; private set; }

    public ReadOnlySpan<ulong> Keys => keys.AsSpan(0, Count);

    public static int PixelOf(ulong key) => (int)((key >> 1) & 0x3FFF_FFFF);

    public static int PolarityOf(ulong key) => (int)(key & 1);

    public static double FractionOf(ulong key) => (key >> 31) * (1.0 / uint.MaxValue);

    public void Add(double fraction, int pixel, int polarity)
    {
        if (Count == keys.Length)
        {
            Array.Resize(ref keys, keys.Length * 2);
        }

        ulong time = (ulong)(Math.Clamp(fraction, 0, 1) * uint.MaxValue);
        keys[Count++] = (time << 31) | ((ulong)(uint)pixel << 1) | (uint)polarity;
    }

    public void Append(PixelEventBuffer other)
    {
        if (Count + other.Count > keys.Length)
        {
            Array.Resize(ref keys, Math.Max(keys.Length * 2, Count + other.Count));
        }

        other.Keys.CopyTo(keys.AsSpan(Count));
        Count += other.Count;
    }

    public void Sort() => keys.AsSpan(0, Count).Sort();

    public void Clear() => Count = 0;
}
