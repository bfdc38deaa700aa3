using System.CommandLine;
using System.CommandLine.Parsing;

namespace EventSnn.Cli.Shell;

/// <summary>Tells options that were given from those that have their default value.</summary>
internal static class GivenOptions
{
    /// <summary>Whether an option stands on the command line.</summary>
    /// <param name="arguments">The parsed command line.</param>
    /// <param name="option">The option.</param>
    /// <returns>False where it has its default value.</returns>
    public static bool IsGiven(this ParseResult arguments, Option option) => arguments.GetResult(option) is { Implicit: false };

    /// <summary>Refuses an option that was given and would do nothing, before somebody trusts in it.</summary>
    /// <param name="arguments">The parsed command line.</param>
    /// <param name="option">The option.</param>
    /// <param name="why">Why it would do nothing.</param>
    /// <exception cref="UsageException">It was given.</exception>
    public static void RefuseWithoutEffect(this ParseResult arguments, Option option, string why)
    {
        if (arguments.IsGiven(option))
        {
            throw new UsageException($"Option {option.Name} would have no effect here: {why}. Leave it away.");
        }
    }

    /// <summary>All options on a command line, those of the commands above included.</summary>
    /// <param name="arguments">The parsed command line.</param>
    /// <returns>The options with what was written behind them.</returns>
    public static IEnumerable<OptionResult> Given(this ParseResult arguments)
    {
        for (CommandResult? command = arguments.CommandResult; command is not null; command = command.Parent as CommandResult)
        {
            foreach (OptionResult option in command.Children.OfType<OptionResult>().Where(o => !o.Implicit))
            {
                yield return option;
            }
        }
    }
}
