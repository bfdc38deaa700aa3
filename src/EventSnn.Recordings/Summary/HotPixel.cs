namespace EventSnn.Recordings.Summary;

/// <summary>A pixel that fires far more often than the others.</summary>
/// <param name="X">Column from the left.</param>
/// <param name="Y">Row from the top.</param>
/// <param name="Events">Its events.</param>
public sealed record HotPixel(int X, int Y, long Events);
