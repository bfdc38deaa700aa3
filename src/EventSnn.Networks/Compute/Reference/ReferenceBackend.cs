namespace EventSnn.Networks.Compute.Reference;

/// <summary>Plain loops on plain arrays: the arithmetic that every other backend is checked against.</summary>
public sealed class ReferenceBackend : IComputeBackend
{
    /// <inheritdoc/>
    public string Name => "reference";

    /// <inheritdoc/>
    public ILayerKernels<float> CreateLayer(LayerPlan plan) => new ReferenceLayerKernels<float>(plan);

    /// <inheritdoc/>
    public IComputeBackend CreateSibling() => new ReferenceBackend();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
