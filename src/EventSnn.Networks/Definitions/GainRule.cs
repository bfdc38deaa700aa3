namespace EventSnn.Networks.Definitions;

/// <summary>How the gains of the two exponential traces follow from their decays.</summary>
public enum GainRule
{
    /// <summary>qg = 1 / (1 - beta), pg = 1 / (1 - alpha): the published numbers (G0, G1).</summary>
    Raw,

    /// <summary>qg = 1 - beta, pg = 1 - alpha: a constant input of 1 gives traces of 1 (G2).</summary>
    Normalised,
}
