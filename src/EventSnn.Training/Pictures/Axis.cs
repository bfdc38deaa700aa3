using System.Globalization;

namespace EventSnn.Training.Pictures;

/// <summary>An axis with ticks at round numbers: multiples of 1, 2 or 5 times a power of ten.</summary>
internal sealed class Axis
{
    private readonly int digits;

    private Axis(double low, double high, double step)
    {
        Low = low;
        High = high;
        digits = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 12);
        List<double> ticks = [];
        for (double n = Math.Ceiling((low / step) - 1e-9); n * step <= high + (1e-9 * step); n++)
        {
            ticks.Add(n * step);
        }

        Ticks = ticks;
    }

    /// <summary>Its lower end.</summary>
    public double Low { get; }

    /// <summary>Its upper end.</summary>
    public double High { get; }

    /// <summary>Where its ticks are, ascending.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Makes an axis.</summary>
    /// <param name="values">What is to be seen; 0 always is. Values that are not finite do not count.</param>
    /// <param name="high">The upper end; null for one that holds all values.</param>
    /// <param name="whole">Whether ends are ticks.</param>
    /// <returns>The axis.</returns>
    public static Axis Around(IEnumerable<double> values, double? high, bool whole)
    {
        double low = 0;
        double top = 0;
        foreach (double value in values.Where(double.IsFinite))
        {
            low = Math.Min(low, value);
            top = Math.Max(top, value);
        }

        top = high ?? top;
        if (top <= low)
        {
            top = low + 1;
        }

        double rough = (top - low) / 5;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * ((rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });
        return whole && high is null
            ? new(Math.Floor((low / step) + 1e-9) * step, Math.Ceiling((top / step) - 1e-9) * step, step)
            : new(low, top, step);
    }

    /// <summary>Where a value lies.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>0 at the lower end, 1 at the upper.</returns>
    public double Part(double value) => (value - Low) / (High - Low);

    /// <summary>A tick in words.</summary>
    /// <param name="tick">One of <see cref="Ticks"/>.</param>
    /// <returns>As many digits as the ticks need.</returns>
    public string Name(double tick) => (Math.Abs(tick) < 1e-12 ? 0 : tick).ToString($"F{digits}", CultureInfo.InvariantCulture);
}
