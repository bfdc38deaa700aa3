using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace EventSnn.Cli.Shell;

/// <summary>Tells in plain words why a command line could not be understood.</summary>
public static class ParseMistake
{
    /// <summary>Looks for the first mistake.</summary>
    /// <param name="parsed">A parsed command line.</param>
    /// <returns>One paragraph: what is wrong, what was expected, where to read on; null where nothing is wrong.</returns>
    public static string? Find(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        string help = $"See: {Name(parsed.CommandResult)} --help";
        return Empty(parsed) is { } empty ? $"{empty} {help}"
            : parsed.UnmatchedTokens is [var stranger, ..] ? $"{Stranger(parsed, stranger)} {help}"
            : NumberText.FindMistake(parsed) is { } number ? $"{number.Message} {help}"
            : Swallowed(parsed) is { } swallowed ? $"{Stranger(parsed, swallowed)} {help}"
            : parsed.Errors is [var error, ..] ? $"{Explain(error)} {help}"
            : null;
    }

    /// <summary>Finds an argument without a letter: most often a variable of the shell that is not set.</summary>
    private static string? Empty(ParseResult parsed)
    {
        for (int i = 0; i < parsed.Tokens.Count; i++)
        {
            if (parsed.Tokens[i] is { Type: TokenType.Argument, Value.Length: 0 })
            {
                string where = i > 0 && parsed.Tokens[i - 1] is { Type: TokenType.Option } option ? $"Option {option.Value}" : Name(parsed.CommandResult);
                return $"{where}: expected a value, found an empty one. Perhaps a variable of the shell is not set.";
            }
        }

        return null;
    }

    /// <summary>Finds a mistyped option that an argument of many values has taken for one of them.</summary>
    private static string? Swallowed(ParseResult parsed) => parsed.Tokens
        .TakeWhile(t => t.Type != TokenType.DoubleDash)
        .FirstOrDefault(t => t is { Type: TokenType.Argument, Value: ['-', var second, ..] } && !char.IsAsciiDigit(second) && second != '.' && !Path.Exists(t.Value))?.Value;

    /// <summary>Explains a word that nothing takes.</summary>
    private static string Stranger(ParseResult parsed, string stranger)
    {
        Command command = parsed.CommandResult.Command;
        string name = Name(parsed.CommandResult);

        // The parser leaves a word behind true-or-false options alone that is neither.
        if (OptionBefore(parsed, stranger) is { } option && IsBoolean(option.ValueType))
        {
            return UsageException.Option(option.Name, option.ValueType == typeof(bool) ? "true, false or nothing behind it" : "true or false", stranger).Message;
        }

        bool isOption = stranger.StartsWith('-');
        IEnumerable<string> known = isOption ? command.Options.Select(o => o.Name) : command.Subcommands.Select(c => c.Name);
        string what = isOption ? $"{name} has no option '{stranger}'"
            : command.Subcommands.Count > 0 ? $"{name} has no command '{stranger}'"
            : $"{name} cannot do anything with '{stranger}'";
        return NearMiss.Find(stranger, known) is { } meant ? $"{what}. Did you mean {meant}?" : $"{what}.";
    }

    private static string Explain(ParseError error)
    {
        Option? option = error.SymbolResult switch
        {
            OptionResult o => o.Option,
            ArgumentResult { Parent: OptionResult o } => o.Option,
            _ => null,
        };
        string? found = error.SymbolResult?.Tokens is [.., var last] ? last.Value : null;
        return option is not null && found is not null && Expected(option) is { } expected
            ? UsageException.Option(option.Name, expected, found).Message
            : $"{error.Message.TrimEnd('.')}.";
    }

    /// <summary>What an option's values look like.</summary>
    /// <param name="option">The option.</param>
    /// <returns>A noun phrase; null where every text is a value.</returns>
    private static string? Expected(Option option)
    {
        Type plain = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        string[] choices = [.. option.GetCompletions(CompletionContext.Empty).Select(c => c.Label)];
        return plain.IsEnum ? EnumName.Expected(plain)
            : plain == typeof(bool) ? "true or false"
            : NumberText.Expected(plain)
            ?? (choices.Length > 0 ? $"one of {string.Join(", ", choices)}" : null);
    }

    private static bool IsBoolean(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(bool);

    private static Option? OptionBefore(ParseResult parsed, string word)
    {
        for (int i = 1; i < parsed.Tokens.Count; i++)
        {
            if (parsed.Tokens[i].Value == word && parsed.Tokens[i - 1] is { Type: TokenType.Option } before)
            {
                return parsed.CommandResult.Command.Options.FirstOrDefault(o => o.Name == before.Value || o.Aliases.Contains(before.Value));
            }
        }

        return null;
    }

    private static string Name(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Name(parent)} {result.Command.Name}" : "eventsnn";
}
