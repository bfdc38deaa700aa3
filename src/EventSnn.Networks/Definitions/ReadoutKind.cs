namespace EventSnn.Networks.Definitions;

/// <summary>The fixed matrix G between a layer's spikes and its class readout.</summary>
public enum ReadoutKind
{
    /// <summary>G and c ~ U(-a / sqrt(features), +a / sqrt(features)), a the amplitude. DECOLLE.</summary>
    Uniform,

    /// <summary>
    /// G = +-amplitude by rows of a Hadamard matrix over (channel, grid cell), c = 0: rows orthogonal to each other where the
    /// number of them is a power of two. After TESS (arXiv 2502.01837).
    /// </summary>
    Structured,
}
