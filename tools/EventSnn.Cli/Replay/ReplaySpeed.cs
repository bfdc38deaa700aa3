using System.Globalization;
using EventSnn.Cli.Shell;

namespace EventSnn.Cli.Replay;

/// <summary>How fast a recording is replayed.</summary>
/// <param name="Factor">Event seconds per second; null for as fast as it goes.</param>
public readonly record struct ReplaySpeed(double? Factor)
{
    /// <summary>Reads <c>max</c>, <c>1x</c>, <c>0.5x</c>, <c>10x</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The speed.</returns>
    /// <exception cref="UsageException">The text is neither.</exception>
    public static ReplaySpeed Parse(string text)
    {
        if (text.Equals("max", StringComparison.OrdinalIgnoreCase))
        {
            return new ReplaySpeed(null);
        }

        if (text.EndsWith('x')
            && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double factor)
            && factor > 0 && double.IsFinite(factor))
        {
            return new ReplaySpeed(factor);
        }

        throw UsageException.Option("--speed", "max, 1x, or a factor above 0 like 0.5x or 10x", text);
    }
}
