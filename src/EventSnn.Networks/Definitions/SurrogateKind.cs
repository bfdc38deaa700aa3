namespace EventSnn.Networks.Definitions;

/// <summary>The stand-in for the derivative of the step H(u) at the threshold 0, which also fixes whether H(0) is 1.</summary>
public enum SurrogateKind
{
    /// <summary>1 where -0.5 &lt; u &lt;= 0.5, else 0; H(u) = 1 where u &gt;= 0. DECOLLE 2020 (G1).</summary>
    Boxcar,

    /// <summary>1 / (10|u| + 1)^2; H(u) = 1 where u &gt; 0. DECOLLE 2022, normalised (G2).</summary>
    FastSigmoid,

    /// <summary>sigmoid'(u); H(u) = 1 where u &gt; 0. DECOLLE 2019 (G0).</summary>
    Sigmoid,

    /// <summary>0.3 max(1 - |u|, 0); H(u) = 1 where u &gt; 0. TESS (arXiv 2502.01837).</summary>
    Triangle,
}
