namespace EventSnn.Networks.Stdp;

/// <summary>
/// Pair-based spike-timing-dependent plasticity: dw = sum over all pairs W(t_post - t_pre), W(d &gt; 0) = A+ exp(-d / tau+), W(d &lt; 0) =
/// -A- exp(d / tau-). The constants are the usual ones of the literature.
/// </summary>
public sealed record StdpOptions
{
    /// <summary>A+: what a pair with the presynaptic spike first adds at most.</summary>
    public double Potentiation { get; init; } = .01;

    /// <summary>A-: what a pair with the postsynaptic spike first takes at most.</summary>
    public double Depression { get; init; } = .0105;

    /// <summary>tau+ in milliseconds.</summary>
    public double PotentiationMilliseconds { get; init; } = 20;

    /// <summary>tau- in milliseconds.</summary>
    public double DepressionMilliseconds { get; init; } = 20;

    /// <summary>Length of a step in milliseconds.</summary>
    public double StepMilliseconds { get; init; } = 1;

    /// <summary>Weights stay in [0, this].</summary>
    public double MaximumWeight { get; init; } = 1;

    /// <summary>The window itself.</summary>
    /// <param name="milliseconds">t_post - t_pre.</param>
    /// <returns>The change by one pair; 0 at 0.</returns>
    public double Window(double milliseconds) => milliseconds switch
    {
        > 0 => Potentiation * Math.Exp(-milliseconds / PotentiationMilliseconds),
        < 0 => -Depression * Math.Exp(milliseconds / DepressionMilliseconds),
        _ => 0,
    };

    internal void Validate()
    {
        ModelException.Require(Math.Min(PotentiationMilliseconds, DepressionMilliseconds) > 0, "STDP", "time constants above 0", PotentiationMilliseconds);
        ModelException.Require(StepMilliseconds > 0 && MaximumWeight > 0, "STDP", "a step and a largest weight above 0", StepMilliseconds);
    }
}
