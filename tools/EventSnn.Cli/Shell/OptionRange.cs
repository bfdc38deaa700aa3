using System.CommandLine;

namespace EventSnn.Cli.Shell;

/// <summary>Ranges of numbers that options take.</summary>
internal static class OptionRange
{
    /// <summary>Refuses a number outside its range, where one was given.</summary>
    /// <param name="arguments">The parsed command line.</param>
    /// <param name="option">The option.</param>
    /// <param name="least">The smallest that can be used.</param>
    /// <param name="largest">The largest.</param>
    /// <exception cref="UsageException">It is outside.</exception>
    public static void CheckGiven(ParseResult arguments, Option<double?> option, double least, double largest = double.PositiveInfinity) =>
        Check(option.Name, arguments.GetValue(option) ?? least, least, largest);

    /// <inheritdoc cref="CheckGiven(ParseResult, Option{double?}, double, double)"/>
    public static void CheckGiven(ParseResult arguments, Option<int?> option, double least, double largest = double.PositiveInfinity) =>
        Check(option.Name, arguments.GetValue(option) ?? least, least, largest);

    /// <summary>Refuses a number outside its range.</summary>
    /// <param name="option">The option's name.</param>
    /// <param name="value">What was given.</param>
    /// <param name="least">The smallest that can be used.</param>
    /// <param name="largest">The largest.</param>
    /// <exception cref="UsageException">It is outside.</exception>
    public static void Check(string option, double value, double least, double largest = double.PositiveInfinity)
    {
        if (!(value >= least && value <= largest))
        {
            string range = double.IsPositiveInfinity(largest) ? $"a number of at least {least}" : $"a number from {least} to {largest}";
            throw UsageException.Option(option, range, $"{value}");
        }
    }
}
