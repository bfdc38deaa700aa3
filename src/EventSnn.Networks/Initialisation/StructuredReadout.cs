using System.Numerics;
using EventSnn.Events.Random;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Initialisation;

/// <summary>
/// Readouts of +-1 whose rows hardly correlate: G[class, feature] = (-1)^popcount(code(class) AND cell(feature)), rows of a
/// Hadamard matrix. Cells are (channel, grid row, grid column); features in one cell share their sign.
/// </summary>
internal static class StructuredReadout
{
    /// <summary>Fills G [class, feature].</summary>
    public static void Fill(Span<float> g, LayerPlan plan, RandomStream random)
    {
        ReadoutDefinition readout = plan.Definition.Readout;
        var grid = new ReadoutGrid(plan);
        int cells = grid.Count;
        var numbers = new int[cells];
        for (int i = 0; i < cells; i++)
        {
            numbers[i] = i;
        }

        // Scattered, so that no class reads whole channels or halves of the picture.
        random.Shuffle(numbers.AsSpan());
        int[] codes = Codes(plan.Classes, cells, random);
        for (int k = 0; k < plan.Classes; k++)
        {
            for (int f = 0; f < plan.Pooled.Size; f++)
            {
                bool odd = (BitOperations.PopCount((uint)(codes[k] & numbers[grid.CellOf(f)])) & 1) != 0;
                g[(k * plan.Pooled.Size) + f] = odd ? -readout.Amplitude : readout.Amplitude;
            }
        }
    }

    /// <summary>A different code per class, none zero (that row would be all ones) while they last.</summary>
    private static int[] Codes(int classes, int cells, RandomStream random)
    {
        int order = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(cells, classes + 1));
        var codes = new int[order - 1];
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = i + 1;
        }

        random.Shuffle(codes.AsSpan());
        return codes[..classes];
    }
}
