using EventSnn.Events.Geometry;
using EventSnn.Events.Random;

namespace EventSnn.Simulation.Pixels;

/// <summary>
/// The pixels of an event camera: takes light samples, gives events with sub-microsecond times. No readout yet; see
/// <see cref="Cameras.SimulatedCamera"/> for the whole camera.
/// </summary>
/// <remarks>
/// The same options, seed and light give the same events on any number of threads. Sources of the equations: ESIM
/// (Rebecq, Gehrig, Scaramuzza 2018) for the interpolated crossings, v2e (Hu, Liu, Delbruck 2021) for response,
/// bandwidth, leak and shot noise.
/// </remarks>
public sealed class PixelArray
{
    /// <summary>Pixels in a band; fixed, so that bands do not depend on the number of threads.</summary>
    private const int BandPixels = 8192;

    private readonly PixelOptions options;
    private readonly PixelVariation variation;
    private readonly double[] level;
    private readonly double[] difference;
    private readonly double[] lastEvent;
    private readonly float[] light;
    private readonly PixelBand[] bands;
    private readonly ParallelOptions parallel;
    private readonly Action<int> stepBand;
    private readonly ulong seed;
    private readonly ulong chip;
    private readonly PixelEventBuffer events = new();
    private readonly Rebound rebound;
    private readonly List<(double Time, int Pixel, int Polarity)> due = [];
    private ShotNoise? shotNoise;
    private HotPixels? hotPixels;
    private bool started;
    private double from;
    private double to;
    private long samples;
    private long shot;
    private long hot;
    private long rebounds;
    private long noiseRefractory;
    private long coarse;

    /// <summary>Creates the pixels.</summary>
    /// <param name="size">Columns and rows.</param>
    /// <param name="options">The pixel.</param>
    /// <param name="seed">Equal seeds give equal noise.</param>
    /// <param name="threads">Threads that share the work of one sample, at least 1. Has no influence on the result.</param>
    /// <param name="chipSeed">What distinguishes one chip from another: thresholds, leak, hot pixels. Null for <paramref name="seed"/>.</param>
    public PixelArray(SensorSize size, PixelOptions options, ulong seed, int threads = 1, ulong? chipSeed = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        Size = size;
        this.options = options;
        this.seed = seed;
        chip = chipSeed ?? seed;
        int pixels = size.Pixels;
        variation = new PixelVariation(pixels, options, chip);
        rebound = new Rebound(pixels, options, seed, chip);
        level = new double[pixels];
        difference = new double[pixels];
        lastEvent = new double[pixels];
        light = new float[pixels];
        Array.Fill(lastEvent, double.NegativeInfinity);
        bands = new PixelBand[(pixels + BandPixels - 1) / BandPixels];
        for (int b = 0; b < bands.Length; b++)
        {
            bands[b] = new PixelBand(
                options, variation, level, difference, lastEvent, b * BandPixels, Math.Min(pixels, (b + 1) * BandPixels), seed);
        }

        parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        stepBand = b => bands[b].Step(light, from, to, samples);
    }

    /// <summary>Columns and rows.</summary>
    public SensorSize Size { get; }

    /// <summary>The time of the last sample in microseconds; meaningless before the first.</summary>
    public double Now => to;

    /// <summary>The level of every pixel behind the photoreceptor, in natural-log units, row by row.</summary>
    public ReadOnlySpan<double> Levels => level;

    /// <summary>The threshold of every pixel for ON events, in natural-log units, row by row.</summary>
    public ReadOnlySpan<double> ThresholdsOn => variation.ThresholdOn;

    /// <summary>The threshold of every pixel for OFF events, in natural-log units, row by row.</summary>
    public ReadOnlySpan<double> ThresholdsOff => variation.ThresholdOff;

    /// <summary>What was done so far.</summary>
    public PixelCounters Counters
    {
        get
        {
            long crossings = 0, refractory = noiseRefractory;
            foreach (PixelBand band in bands)
            {
                crossings += band.Crossings;
                refractory += band.Refractory;
            }

            return new(samples, crossings, shot, hot, rebounds, crossings + shot + hot + rebounds - refractory, refractory, coarse);
        }
    }

    internal PixelEventBuffer Events => events;

    internal double IntervalStart => from;

    /// <summary>
    /// Takes a light sample. The first one only sets the levels; each later one yields the events since the sample before.
    /// </summary>
    /// <param name="sample">Linear light of every pixel in DN (0 to 255 is the range of a video; more is allowed), row by row.</param>
    /// <param name="microseconds">The time of the sample; later than the one before.</param>
    /// <returns>The number of events since the sample before.</returns>
    /// <exception cref="ArgumentException">The sample has another size, or does not come after the last one.</exception>
    public int Expose(ReadOnlySpan<float> sample, double microseconds)
    {
        if (sample.Length != light.Length)
        {
            throw new ArgumentException($"A light sample for {Size} has {light.Length} values, found {sample.Length}.", nameof(sample));
        }

        events.Clear();
        if (!started)
        {
            Start(sample, microseconds);
            return 0;
        }

        if (!(microseconds > to))
        {
            throw new ArgumentException($"A light sample must come after the last one at {to} us, found {microseconds} us.", nameof(microseconds));
        }

        from = to;
        to = microseconds;
        samples++;
        if (options.BandwidthHz * 2 * Math.PI * (to - from) * 1e-6 > 0.3567 && !double.IsPositiveInfinity(options.BandwidthHz))
        {
            coarse++;
        }

        if (bands.Length == 1 || parallel.MaxDegreeOfParallelism == 1)
        {
            foreach (PixelBand band in bands)
            {
                band.Step(sample, from, to, samples);
            }
        }
        else
        {
            sample.CopyTo(light);
            Parallel.For(0, bands.Length, parallel, stepBand);
        }

        foreach (PixelBand band in bands)
        {
            events.Append(band.Events);
        }

        AddNoise(sample);
        events.Sort();
        if (!rebound.IsOff)
        {
            AddRebounds();
        }

        return events.Count;
    }

    /// <summary>The events since the sample before, ordered by time.</summary>
    /// <param name="receive">Gets time in microseconds (with fraction), column, row and polarity (1 = ON) of each.</param>
    public void ReadEvents(Action<double, int, int, int> receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        foreach (ulong key in events.Keys)
        {
            int pixel = PixelEventBuffer.PixelOf(key);
            double t = from + (PixelEventBuffer.FractionOf(key) * (to - from));
            receive(t, pixel % Size.Width, pixel / Size.Width, PixelEventBuffer.PolarityOf(key));
        }
    }

    private void Start(ReadOnlySpan<float> sample, double microseconds)
    {
        started = true;
        from = to = microseconds;
        RandomStream random = RandomStream.Fork(seed, 4);
        for (int i = 0; i < level.Length; i++)
        {
            level[i] = PixelBand.Respond(options.Response, sample[i]);

            // Evenly within one threshold: where pixels stand that have leaked for long in constant light.
            difference[i] = options.RandomPhase ? random.NextBetween(0, variation.ThresholdOn[i]) : 0;
        }

        shotNoise = new ShotNoise(options, variation, seed);
        hotPixels = new HotPixels(level.Length, options, seed, chip, microseconds);
    }

    private void AddNoise(ReadOnlySpan<float> sample)
    {
        while (shotNoise!.TryTake(sample, from, to, out double time, out int pixel, out int polarity))
        {
            shot++;
            difference[pixel] = 0;
            FireNoise(time, pixel, polarity);
        }

        while (hotPixels!.TryTake(to, out double time, out int pixel))
        {
            hot++;
            FireNoise(time, pixel, 1);
        }
    }

    private void AddRebounds()
    {
        foreach (ulong key in events.Keys)
        {
            rebound.Consider(
                from + (PixelEventBuffer.FractionOf(key) * (to - from)), PixelEventBuffer.PixelOf(key), PixelEventBuffer.PolarityOf(key));
        }

        rebound.TakeDue(to, due);
        foreach ((double time, int pixel, int polarity) in due)
        {
            rebounds++;
            difference[pixel] += polarity == 1 ? -variation.ThresholdOn[pixel] : variation.ThresholdOff[pixel];
            FireNoise(time, pixel, polarity);
        }

        events.Sort();
    }

    private void FireNoise(double time, int pixel, int polarity)
    {
        if (time - lastEvent[pixel] < options.RefractoryMicroseconds)
        {
            noiseRefractory++;
            return;
        }

        lastEvent[pixel] = time;
        events.Add((time - from) / (to - from), pixel, polarity);
    }
}
