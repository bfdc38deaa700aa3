namespace EventSnn.Networks.SuperSpike;

/// <summary>
/// RMaxProp (Zenke and Ganguli): v = max(gamma v, g^2); w += r0 g / (sqrt(v) + eps): RMSprop with the largest recent gradient, which
/// does not blow up the small gradients of a quiet synapse. gamma per update, as in the authors' program; the paper states it per step.
/// </summary>
internal static class RMaxProp
{
    /// <summary>One update of a row of weights.</summary>
    /// <param name="weights">w, kept within the limit.</param>
    /// <param name="largest">v.</param>
    /// <param name="gradients">The direction in which the loss falls.</param>
    /// <param name="rate">r0.</param>
    /// <param name="gamma">Decay of v.</param>
    /// <param name="limit">Largest size of a weight.</param>
    public static void Update(Span<double> weights, Span<double> largest, ReadOnlySpan<double> gradients, double rate, double gamma, double limit)
    {
        for (int j = 0; j < weights.Length; j++)
        {
            double g = gradients[j];
            double v = Math.Max(gamma * largest[j], g * g);
            largest[j] = v;
            weights[j] = Math.Clamp(weights[j] + (rate * g / (Math.Sqrt(v) + 1e-12)), -limit, limit);
        }
    }
}
