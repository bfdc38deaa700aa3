namespace EventSnn.Cli.Demo;

/// <summary>One figure of a demonstration beside its target.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Measured">What came out.</param>
/// <param name="Target">What should come out; null where the figure stands for itself.</param>
/// <param name="Reached">Whether it did; null where there is no target.</param>
internal sealed record DemoFigure(string Name, string Measured, string? Target = null, bool? Reached = null);
