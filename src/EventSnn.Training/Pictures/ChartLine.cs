namespace EventSnn.Training.Pictures;

/// <summary>One line of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">Its points in order.</param>
public sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points);
