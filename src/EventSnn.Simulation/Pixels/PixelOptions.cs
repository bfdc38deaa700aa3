namespace EventSnn.Simulation.Pixels;

/// <summary>
/// The pixel of an event camera: what turns light into events. Light is given in digital numbers (DN), linear, 0 to 255
/// for the range of a video; thresholds are in natural-log units, so 0.2 is a contrast of about 20 %.
/// </summary>
public sealed record PixelOptions
{
    /// <summary>How light becomes the level of the photoreceptor.</summary>
    public LightResponse Response { get; init; } = LightResponse.LinLog;

    /// <summary>Mean rise of the level that gives an ON event, above 0.</summary>
    public double ThresholdOn { get; init; } = 0.2;

    /// <summary>Mean fall of the level that gives an OFF event, above 0.</summary>
    public double ThresholdOff { get; init; } = 0.2;

    /// <summary>Standard deviation of both thresholds from pixel to pixel; no threshold goes below <see cref="SmallestThreshold"/>.</summary>
    public double ThresholdSpread { get; init; } = 0.03;

    /// <summary>
    /// Cut-off of the photoreceptor in Hz at full light (255 DN). It falls with the light, as <c>(I + 20)/275</c>.
    /// Infinity for none.
    /// </summary>
    public double BandwidthHz { get; init; } = 300;

    /// <summary>Rate in Hz at which a pixel in constant light leaks ON events; 0 for none.</summary>
    public double LeakHz { get; init; } = 0.01;

    /// <summary>Spread of the leak from pixel to pixel: its rate is <c>LeakHz * 10^(spread * N)</c> with N standard normal.</summary>
    public double LeakSpread { get; init; } = 0.1;

    /// <summary>Relative standard deviation of the leak from sample to sample.</summary>
    public double LeakJitter { get; init; } = 0.1;

    /// <summary>
    /// Rate of shot-noise events (ON and OFF together) of a pixel in the dark, in Hz; a quarter of it at 255 DN. 0 for none.
    /// </summary>
    public double ShotNoiseHz { get; init; } = 0.001;

    /// <summary>Dead time of a pixel after an event, in microseconds; crossings within it move the reference but give no event.</summary>
    public double RefractoryMicroseconds { get; init; } = 500;

    /// <summary>
    /// Chance that an ON event is followed by an OFF event within about a millisecond, because the pixel's reset
    /// overshoots; mean over pixels, 0 to 1. It moves the reference, so that the pixel makes up for it.
    /// </summary>
    public double ReboundAfterOn { get; init; }

    /// <summary>Chance that an OFF event is followed by such an ON event.</summary>
    public double ReboundAfterOff { get; init; }

    /// <summary>Fraction of pixels that fire by themselves.</summary>
    public double HotPixelFraction { get; init; }

    /// <summary>Slowest hot pixel in Hz; rates are spread evenly in their logarithm.</summary>
    public double HotPixelLowHz { get; init; } = 10;

    /// <summary>Fastest hot pixel in Hz.</summary>
    public double HotPixelHighHz { get; init; } = 1000;

    /// <summary>How near a new pixel is to its first ON event: evenly spread within one threshold (true), or a whole threshold away (false).</summary>
    public bool RandomPhase { get; init; } = true;

    /// <summary>No pixel's threshold is smaller than this, in natural-log units.</summary>
    public const double SmallestThreshold = 0.01;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ThresholdOn, SmallestThreshold);
        ArgumentOutOfRangeException.ThrowIfLessThan(ThresholdOff, SmallestThreshold);
        ArgumentOutOfRangeException.ThrowIfNegative(ThresholdSpread);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BandwidthHz);
        ArgumentOutOfRangeException.ThrowIfNegative(LeakHz);
        ArgumentOutOfRangeException.ThrowIfNegative(LeakSpread);
        ArgumentOutOfRangeException.ThrowIfNegative(LeakJitter);
        ArgumentOutOfRangeException.ThrowIfNegative(ShotNoiseHz);
        ArgumentOutOfRangeException.ThrowIfNegative(RefractoryMicroseconds);
        ArgumentOutOfRangeException.ThrowIfNegative(ReboundAfterOn);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ReboundAfterOn, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(ReboundAfterOff);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ReboundAfterOff, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(HotPixelFraction);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(HotPixelFraction, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(HotPixelLowHz);
        ArgumentOutOfRangeException.ThrowIfLessThan(HotPixelHighHz, HotPixelLowHz);
    }
}
