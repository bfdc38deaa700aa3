namespace EventSnn.Networks.Encoders;

/// <summary>How a value becomes the time of its only spike.</summary>
public enum LatencyCurve
{
    /// <summary>t = window * (1 - x).</summary>
    Linear,

    /// <summary>t = tau ln(x / (x - threshold)): when a leaky neuron driven by x reaches the threshold.</summary>
    Logarithmic,
}
