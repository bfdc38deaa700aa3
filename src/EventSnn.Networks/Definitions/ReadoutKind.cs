namespace EventSnn.Networks.Definitions;

/// <summary>The matrix G between a layer's spikes and its class readout.</summary>
public enum ReadoutKind
{
    /// <summary>G and c ~ U(-a / sqrt(features), +a / sqrt(features)), a the amplitude. DECOLLE.</summary>
    Uniform,

    /// <summary>
    /// G = +-amplitude by rows of a Hadamard matrix over (channel, grid cell), c = 0: rows orthogonal to each other where the
    /// number of them is a power of two. After TESS (arXiv 2502.01837).
    /// </summary>
    Structured,

    /// <summary>
    /// G = 0 and c = 0 at first; both learn from the layer's own loss, as in local-error networks (Nokland and Eidnes 2019, arXiv
    /// 1901.06656). Features of one grid cell share their weight.
    /// </summary>
    Learned,

    /// <summary>
    /// G[class, feature] = +-amplitude, the sign of sin(f k): k the number of the (channel, grid cell), f = 50 to 512 radians, one
    /// for each class, evenly spaced; c = 0. The rows of TESS as its authors' code makes them (arXiv 2502.01837).
    /// </summary>
    SquareWave,
}
