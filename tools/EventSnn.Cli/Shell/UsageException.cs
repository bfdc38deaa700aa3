namespace EventSnn.Cli.Shell;

/// <summary>A user's mistake on the command line, told in one paragraph: the option, what was expected, what was found, how to go on.</summary>
/// <param name="message">The paragraph.</param>
public sealed class UsageException(string message) : Exception(message)
{
    /// <summary>Says that an option's value cannot be used.</summary>
    /// <param name="option">The option, with its dashes.</param>
    /// <param name="expected">What it takes.</param>
    /// <param name="found">What was given.</param>
    /// <returns>The exception to throw.</returns>
    public static UsageException Option(string option, string expected, string found) =>
        new($"Option {option}: expected {expected}, found '{found}'.");
}
