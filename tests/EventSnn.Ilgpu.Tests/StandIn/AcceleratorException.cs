namespace ILGPU.Runtime;

/// <summary>Stands in for what ILGPU's drivers throw.</summary>
public sealed class AcceleratorException(string message) : Exception(message);
