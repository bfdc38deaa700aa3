namespace EventSnn.Live.Pipeline;

/// <summary>A layer of the model as the page shows it.</summary>
/// <param name="Rate">Share of its neurons that spiked in the last step.</param>
/// <param name="Error">Its local loss in the last step that learned.</param>
public sealed record LayerStatus(double Rate, double Error);
