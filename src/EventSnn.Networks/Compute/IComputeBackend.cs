namespace EventSnn.Networks.Compute;

/// <summary>Where the arithmetic runs.</summary>
public interface IComputeBackend : IDisposable
{
    /// <summary>A short name for messages and records.</summary>
    string Name { get; }

    /// <summary>Creates the arithmetic of one layer, all weights zero.</summary>
    /// <param name="plan">The layer.</param>
    /// <returns>The layer's arithmetic; the caller disposes it.</returns>
    ILayerKernels<float> CreateLayer(LayerPlan plan);

    /// <summary>Creates another backend that runs in the same way.</summary>
    /// <returns>The backend; whoever asks disposes it.</returns>
    IComputeBackend CreateSibling();
}
