namespace ILGPU;

/// <summary>Stands in for ILGPU's strides.</summary>
public static class Stride1D
{
    /// <summary>Elements side by side.</summary>
    public struct Dense;
}
