namespace EventSnn.Cli.Demo;

/// <summary>What a demonstration ends in.</summary>
/// <param name="Figures">Measured figures beside targets.</param>
/// <param name="Svg">A picture.</param>
internal sealed record DemoResult(IReadOnlyList<DemoFigure> Figures, string Svg);
