namespace EventSnn.Simulation.Pixels;

/// <summary>How a photoreceptor turns light into its level.</summary>
public enum LightResponse
{
    /// <summary><c>ln(I/255 + 0.001)</c>: logarithmic down to a thousandth of full scale (ESIM).</summary>
    Logarithmic,

    /// <summary><c>I ln(20)/20</c> up to 20 DN, <c>ln I</c> above: linear where 8-bit video has no digits left for a logarithm (v2e).</summary>
    LinLog,
}
