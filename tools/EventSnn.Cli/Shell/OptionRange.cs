namespace EventSnn.Cli.Shell;

/// <summary>Ranges of numbers that options take.</summary>
internal static class OptionRange
{
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
