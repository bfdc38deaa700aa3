namespace EventSnn.Networks.Learning;

/// <summary>
/// Layers end learning one after the other, from the bottom up, each by a half cosine (FreezeOut, Brock, Lim, Ritchie and Weston 2017, arXiv
/// 1706.04983): layer i of L at t_i = t0 + (1 - t0) i / (L - 1), a frozen layer costs no gradient.
/// </summary>
/// <param name="First">t0: where the lowest layer stops, as a share of the training, in (0, 1].</param>
/// <param name="Cubic">Whether every t_i is cubed.</param>
/// <param name="Scaled">Whether a layer's rate begins at 1 / t_i, so that all layers learn as much in all.</param>
public sealed record FreezeOutSchedule(double First = .8, bool Cubic = true, bool Scaled = true)
{
    /// <summary>The factor on a layer's learning rate.</summary>
    /// <param name="layer">From 0.</param>
    /// <param name="layers">How many layers there are, at least 1.</param>
    /// <param name="progress">The share of the training that is over, in [0, 1].</param>
    /// <returns>At least 0; 0 for a frozen layer.</returns>
    public double Factor(int layer, int layers, double progress)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, layers);
        double end = layers == 1 ? 1 : First + ((1 - First) * layer / (layers - 1));
        end = Cubic ? end * end * end : end;
        return progress >= end ? 0 : .5 * (1 + Math.Cos(Math.PI * progress / end)) / (Scaled ? end : 1);
    }

    /// <summary>Checks the share.</summary>
    /// <exception cref="ModelException">It is not in (0, 1].</exception>
    public void Validate() => ModelException.Require(First is > 0 and <= 1, "FreezeOut", "a first layer that stops after a share in (0, 1] of the training", First);
}
