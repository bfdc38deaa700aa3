namespace EventSnn.Networks.Compute.Simd;

/// <summary>Dropout masks in blocks.</summary>
internal static class Dropout
{
    /// <summary>The bits of 16 channels of a pixel; the mask lies in the order (pixel, channel).</summary>
    public static uint Keep(SimdLayout layout, SimdLayerState state, int block, int pixel)
    {
        int bit = (pixel * layout.Plan.Pooled.Channels) + (block * SimdLayout.Block);
        int word = bit >> 6;
        int shift = bit & 63;
        ulong bits = state.Keep[word] >> shift;
        if (shift > 48 && word + 1 < state.Keep.Length)
        {
            bits |= state.Keep[word + 1] << (64 - shift);
        }

        return (uint)bits & 0xFFFF;
    }
}
