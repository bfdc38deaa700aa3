namespace EventSnn.Simulation.Pixels;

/// <summary>What the pixels did. <c>Crossings + Shot + Hot + Rebounds = Fired + Refractory</c> at every moment.</summary>
/// <param name="Samples">Light samples taken.</param>
/// <param name="Crossings">Threshold crossings, by light or by leak.</param>
/// <param name="Shot">Shot-noise events.</param>
/// <param name="Hot">Hot-pixel events.</param>
/// <param name="Rebounds">Events of the other polarity after an event, by overshoot of the reset.</param>
/// <param name="Fired">Events that left the pixels.</param>
/// <param name="Refractory">Events suppressed because their pixel had just fired.</param>
/// <param name="CoarseSamples">
/// Samples so far apart that the brightest pixel's low-pass moved by more than 0.3 of the way (eps &gt; 0.3): the filter is
/// still stable, but its shape is coarse. Sample faster where that matters.
/// </param>
public readonly record struct PixelCounters(
    long Samples, long Crossings, long Shot, long Hot, long Rebounds, long Fired, long Refractory, long CoarseSamples);
