using System.Numerics;
using System.Runtime.Intrinsics;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// For every row of inputs and every column of outputs, which weights of a kernel row the row's spikes add there. The lists are the same for all
/// blocks of outputs and, but for where a kernel row begins, for all rows of the kernel, so that making them costs little beside using them.
/// </summary>
/// <remarks>
/// <para>An entry counts blocks of 16 weights: input channel * kernel^2 + column of the kernel, within a group of input channels whose kernel row
/// fits in the first cache. Entries stand in the order of the kernel's columns, then of channels.</para>
/// <para>For a dense layer rows are runs of input pixels, there is one column, and an entry is pixel of the run * channels + channel.</para>
/// </remarks>
internal sealed unsafe class SpikeRows
{
    /// <summary>Bytes of weights of one kernel row that all outputs use in turn: a first cache of 32 KB, with room for the rest.</summary>
    private const int MostBytes = 28 * 1024;

    /// <summary>Entries that are stored at a time.</summary>
    private const int Stored = 8;

    private readonly SimdLayout layout;
    private readonly int blocks;
    private readonly int columns;
    private readonly int pixelsOfRow;
    private readonly int rowLength;
    private readonly ushort[] entries;
    private readonly int[] ends;
    private readonly ushort[] channelsOf = new ushort[256 * Stored];

    /// <summary>Makes room for the lists of a layer that <see cref="CanServe"/>.</summary>
    public SpikeRows(SimdLayout layout)
    {
        this.layout = layout;
        blocks = SimdLayout.Blocks(layout.Plan.Input.Channels);
        GroupBlocks = layout.IsFlat ? blocks : GroupBlocksOf(layout);
        Groups = (blocks + GroupBlocks - 1) / GroupBlocks;
        int pixels = layout.Plan.Input.Height * layout.Plan.Input.Width;
        pixelsOfRow = layout.IsFlat ? Math.Min(pixels, ushort.MaxValue / layout.SourceChannels) : layout.Plan.Input.Width;
        Rows = (pixels + pixelsOfRow - 1) / pixelsOfRow;
        columns = layout.IsFlat ? 1 : layout.Plan.Output.Width;
        rowLength = ((layout.IsFlat ? pixelsOfRow : columns * layout.Kernel) * GroupBlocks * SimdLayout.Block) + Stored;
        entries = GC.AllocateUninitializedArray<ushort>(Groups * Rows * rowLength, pinned: true);
        ends = new int[Groups * Rows * columns];
        for (int bits = 0; bits < 256; bits++)
        {
            int at = bits * Stored;
            for (int rest = bits; rest != 0; rest &= rest - 1)
            {
                channelsOf[at++] = (ushort)(BitOperations.TrailingZeroCount(rest) * layout.Kernel * layout.Kernel);
            }
        }
    }

    /// <summary>Groups of input channels.</summary>
    public int Groups { get; }

    /// <summary>Blocks of 16 input channels in a group; the last group may have fewer.</summary>
    public int GroupBlocks { get; }

    /// <summary>Rows of inputs.</summary>
    public int Rows { get; }

    /// <summary>Blocks of 16 weights of a dense layer from a row of inputs to the next.</summary>
    public int FlatRow => pixelsOfRow * layout.SourceChannels;

    /// <summary>Whether a layer can be served: an entry must fit in 16 bits.</summary>
    public static bool CanServe(SimdLayout layout) => layout.IsFlat
        ? layout.SourceChannels <= ushort.MaxValue
        : layout.CanRunEventDriven && GroupBlocksOf(layout) * SimdLayout.Block * layout.Kernel * layout.Kernel <= ushort.MaxValue;

    /// <summary>The lists of one row of inputs.</summary>
    /// <param name="group">The group of input channels.</param>
    /// <param name="row">The row of inputs.</param>
    /// <param name="endOfColumn">Receives where the list of each column of outputs ends; it begins where the one before ends.</param>
    /// <returns>The entries of the row.</returns>
    public ReadOnlySpan<ushort> Row(int group, int row, out ReadOnlySpan<int> endOfColumn)
    {
        int at = (group * Rows) + row;
        endOfColumn = ends.AsSpan(at * columns, columns);
        return entries.AsSpan(at * rowLength, rowLength);
    }

    /// <summary>Makes the lists of one row of inputs.</summary>
    /// <param name="masks">Who spiked, one bit per channel: [block of 16 channels][pixel].</param>
    /// <param name="row">The row.</param>
    public void Make(ReadOnlySpan<ushort> masks, int row)
    {
        fixed (ushort* ofRow = masks[(row * pixelsOfRow)..], lists = entries)
        {
            for (int group = 0; group < Groups; group++)
            {
                int at = (group * Rows) + row;
                ushort* start = lists + (at * rowLength);
                if (layout.IsFlat)
                {
                    ends[at] = (int)(OfRun(ofRow, row, start) - start);
                }
                else
                {
                    OfColumns(ofRow, group, start, ends.AsSpan(at * columns, columns));
                }
            }
        }
    }

    private static int GroupBlocksOf(SimdLayout layout) => Math.Max(1, MostBytes / (layout.Kernel * SimdLayout.Block * SimdLayout.Block * sizeof(float)));

    private void OfColumns(ushort* masks, int group, ushort* start, Span<int> endOfColumn)
    {
        int kernel = layout.Kernel;
        int width = layout.Plan.Input.Width;
        int pixels = Rows * width;
        int shift = kernel - 1 - layout.Padding;
        int first = group * GroupBlocks;
        int last = Math.Min(first + GroupBlocks, blocks);
        ushort* to = start;
        for (int column = 0; column < endOfColumn.Length; column++)
        {
            for (int kx = Math.Max(0, column + shift - width + 1); kx <= Math.Min(kernel - 1, column + shift); kx++)
            {
                to = OfPixel(masks + column + shift - kx, pixels, first, last, kx, kernel * kernel, to);
            }

            endOfColumn[column] = (int)(to - start);
        }
    }

    private ushort* OfRun(ushort* masks, int row, ushort* to)
    {
        int pixels = layout.Plan.Input.Height * layout.Plan.Input.Width;
        int count = Math.Min(pixelsOfRow, pixels - (row * pixelsOfRow));
        for (int pixel = 0; pixel < count; pixel++)
        {
            to = OfPixel(masks + pixel, pixels, 0, blocks, pixel * layout.SourceChannels, 1, to);
        }

        return to;
    }

    /// <summary>The spiking channels of one pixel.</summary>
    private ushort* OfPixel(ushort* mask, int pixels, int first, int last, int offset, int channelStep, ushort* to)
    {
        mask += first * pixels;
        fixed (ushort* table = channelsOf)
        {
            for (int block = first; block < last; block++, mask += pixels)
            {
                // All eight are stored; those that are none are overwritten by the next.
                uint low = *mask & 0xFFu;
                (Vector128.Load(table + (low * Stored)) + Vector128.Create((ushort)offset)).Store(to);
                to += BitOperations.PopCount(low);
                offset += 8 * channelStep;
                uint high = (uint)*mask >> 8;
                (Vector128.Load(table + (high * Stored)) + Vector128.Create((ushort)offset)).Store(to);
                to += BitOperations.PopCount(high);
                offset += 8 * channelStep;
            }
        }

        return to;
    }
}
