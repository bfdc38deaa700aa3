using EventSnn.Networks.Compute;

namespace EventSnn.Networks.Initialisation;

/// <summary>
/// The readout of TESS's authors: G[class, k] = sign(sin(f k)), f from 50 to 512 radians per cell. That is far above half the sampling
/// rate, so the waves are aliased into signs that look random; rows correlate by a few hundredths.
/// </summary>
internal static class SquareWaveReadout
{
    private const double Lowest = 50;
    private const double Highest = 512;

    /// <summary>Fills G [class, feature].</summary>
    public static void Fill(Span<float> g, LayerPlan plan)
    {
        var grid = new ReadoutGrid(plan);
        float amplitude = plan.Definition.Readout.Amplitude;
        for (int k = 0; k < plan.Classes; k++)
        {
            double f = plan.Classes == 1 ? Lowest : Lowest + ((Highest - Lowest) * k / (plan.Classes - 1));
            for (int i = 0; i < plan.Pooled.Size; i++)
            {
                g[(k * plan.Pooled.Size) + i] = amplitude * Math.Sign(Math.Sin(f * grid.CellOf(i)));
            }
        }
    }
}
