using System.Runtime.CompilerServices;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// I += W.x for one block of 16 outputs by spikes: every output sums the weights that spikes ask for in registers, so that an addition costs one
/// load; adding each spike's kernel to the outputs would cost two and a store. A kernel row's weights stay in the first cache while all outputs pass.
/// </summary>
internal static unsafe class GatherKernel<TLane, V>
    where TLane : struct, ILane<V>
    where V : struct
{
    /// <summary>Adds the spikes of a step.</summary>
    /// <param name="layout">The layer.</param>
    /// <param name="current">The block's plane of I.</param>
    /// <param name="weights">The block's weights.</param>
    /// <param name="spikes">The spikes.</param>
    public static void Run(SimdLayout layout, float* current, float* weights, SpikeRows spikes)
    {
        if (layout.IsFlat)
        {
            for (int row = 0; row < spikes.Rows; row++)
            {
                AddRow(spikes.Row(0, row, out ReadOnlySpan<int> end), end, weights + (row * spikes.FlatRow * SimdLayout.Block), current);
            }

            return;
        }

        int kernel = layout.Kernel;
        int group = spikes.GroupBlocks * SimdLayout.Block * kernel * kernel * SimdLayout.Block;
        float* origin = current + layout.CurrentOrigin;
        for (int g = 0; g < spikes.Groups; g++)
        {
            for (int ky = 0; ky < kernel; ky++)
            {
                float* ofRow = weights + (g * group) + (ky * kernel * SimdLayout.Block);
                int shift = kernel - 1 - layout.Padding - ky;
                int last = Math.Min(layout.Plan.Output.Height, spikes.Rows - shift);
                for (int y = Math.Max(0, -shift); y < last; y++)
                {
                    AddRow(spikes.Row(g, y + shift, out ReadOnlySpan<int> ends), ends, ofRow, origin + (y * layout.CurrentRow));
                }
            }
        }
    }

    private static void AddRow(ReadOnlySpan<ushort> entries, ReadOnlySpan<int> ends, float* weights, float* to)
    {
        fixed (ushort* lists = entries)
        {
            int at = 0;
            for (int column = 0; column < ends.Length; column++, to += SimdLayout.Block)
            {
                int end = ends[column];
                if (2 * TLane.Width == SimdLayout.Block)
                {
                    AddHalves(lists + at, lists + end, weights, to);
                }
                else
                {
                    for (int lane = 0; lane < SimdLayout.Block; lane += TLane.Width)
                    {
                        Add(lists + at, lists + end, weights + lane, to + lane);
                    }
                }

                at = end;
            }
        }
    }

    /// <summary>Four sums side by side, because an addition waits for the one before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ushort* entry, ushort* end, float* weights, float* to)
    {
        V a = TLane.Load(to);
        V b = TLane.Zero, c = TLane.Zero, d = TLane.Zero;
        for (; entry + 4 <= end; entry += 4)
        {
            a = TLane.Add(a, TLane.Load(weights + ((nint)entry[0] * SimdLayout.Block)));
            b = TLane.Add(b, TLane.Load(weights + ((nint)entry[1] * SimdLayout.Block)));
            c = TLane.Add(c, TLane.Load(weights + ((nint)entry[2] * SimdLayout.Block)));
            d = TLane.Add(d, TLane.Load(weights + ((nint)entry[3] * SimdLayout.Block)));
        }

        for (; entry < end; entry++)
        {
            a = TLane.Add(a, TLane.Load(weights + ((nint)entry[0] * SimdLayout.Block)));
        }

        TLane.Store(to, TLane.Add(TLane.Add(a, b), TLane.Add(c, d)));
    }

    /// <summary>The same for the two halves of a block, which go through the list together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddHalves(ushort* entry, ushort* end, float* weights, float* to)
    {
        float* upper = weights + TLane.Width;
        V a = TLane.Load(to), a2 = TLane.Load(to + TLane.Width);
        V b = TLane.Zero, c = TLane.Zero, d = TLane.Zero, b2 = TLane.Zero, c2 = TLane.Zero, d2 = TLane.Zero;
        for (; entry + 4 <= end; entry += 4)
        {
            nint at = (nint)entry[0] * SimdLayout.Block;
            a = TLane.Add(a, TLane.Load(weights + at));
            a2 = TLane.Add(a2, TLane.Load(upper + at));
            at = (nint)entry[1] * SimdLayout.Block;
            b = TLane.Add(b, TLane.Load(weights + at));
            b2 = TLane.Add(b2, TLane.Load(upper + at));
            at = (nint)entry[2] * SimdLayout.Block;
            c = TLane.Add(c, TLane.Load(weights + at));
            c2 = TLane.Add(c2, TLane.Load(upper + at));
            at = (nint)entry[3] * SimdLayout.Block;
            d = TLane.Add(d, TLane.Load(weights + at));
            d2 = TLane.Add(d2, TLane.Load(upper + at));
        }

        for (; entry < end; entry++)
        {
            nint at = (nint)entry[0] * SimdLayout.Block;
            a = TLane.Add(a, TLane.Load(weights + at));
            a2 = TLane.Add(a2, TLane.Load(upper + at));
        }

        TLane.Store(to, TLane.Add(TLane.Add(a, b), TLane.Add(c, d)));
        TLane.Store(to + TLane.Width, TLane.Add(TLane.Add(a2, b2), TLane.Add(c2, d2)));
    }
}
