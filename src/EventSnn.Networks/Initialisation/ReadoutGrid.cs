using EventSnn.Networks.Compute;

namespace EventSnn.Networks.Initialisation;

/// <summary>The cells that the features of a layer fall into: (channel, grid row, grid column).</summary>
/// <param name="plan">The layer.</param>
internal sealed class ReadoutGrid(LayerPlan plan)
{
    private readonly int rows = Side(plan, plan.Pooled.Height);
    private readonly int columns = Side(plan, plan.Pooled.Width);

    /// <summary>How many cells there are.</summary>
    public int Count => plan.Pooled.Channels * rows * columns;

    /// <summary>The cell of a feature.</summary>
    /// <param name="feature">(channel * height + y) * width + x.</param>
    public int CellOf(int feature)
    {
        int x = feature % plan.Pooled.Width;
        int y = feature / plan.Pooled.Width % plan.Pooled.Height;
        int channel = feature / plan.Pooled.Width / plan.Pooled.Height;
        return (((channel * rows) + (y * rows / plan.Pooled.Height)) * columns) + (x * columns / plan.Pooled.Width);
    }

    private static int Side(LayerPlan plan, int pixels)
        => plan.Definition.Readout.Grid == 0 ? pixels : Math.Min(plan.Definition.Readout.Grid, pixels);
}
