using System.CommandLine;
using System.CommandLine.Parsing;

namespace EventSnn.Cli.Shell;

/// <summary>Tells in plain words why a command line could not be understood.</summary>
public static class ParseMistake
{
    /// <summary>Explains the first mistake.</summary>
    /// <param name="parsed">A parsed command line with errors.</param>
    /// <returns>One paragraph: what is wrong, what was expected, where to read on.</returns>
    public static string Explain(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        Command command = parsed.CommandResult.Command;
        string name = Name(parsed.CommandResult);
        string help = $"See: {name} --help";
        if (parsed.UnmatchedTokens is [var stranger, ..])
        {
            bool isOption = stranger.StartsWith('-');
            IEnumerable<string> known = isOption ? command.Options.Select(o => o.Name) : command.Subcommands.Select(c => c.Name);
            string what = isOption ? $"{name} has no option '{stranger}'"
                : command.Subcommands.Count > 0 ? $"{name} has no command '{stranger}'"
                : $"{name} cannot do anything with '{stranger}'";
            string near = NearMiss.Find(stranger, known) is { } meant ? $" Did you mean {meant}?" : string.Empty;
            return $"{what}.{near} {help}";
        }

        ParseError error = parsed.Errors[0];
        Option? option = error.SymbolResult switch
        {
            OptionResult o => o.Option,
            ArgumentResult { Parent: OptionResult o } => o.Option,
            _ => null,
        };
        string? found = error.SymbolResult?.Tokens is [.., var last] ? last.Value : null;
        if (option is not null && found is not null && Expected(option.ValueType) is { } expected)
        {
            return $"{UsageException.Option(option.Name, expected, found).Message} {help}";
        }

        return $"{error.Message.TrimEnd('.')}. {help}";
    }

    /// <summary>What an option's values look like.</summary>
    /// <param name="type">The option's type.</param>
    /// <returns>A noun phrase; null where every text is a value.</returns>
    private static string? Expected(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsEnum ? EnumName.Expected(plain)
            : plain == typeof(double) || plain == typeof(float) ? "a number, as 1.5"
            : plain == typeof(uint) || plain == typeof(ulong) ? "a whole number from 0 on"
            : plain == typeof(int) || plain == typeof(long) ? "a whole number"
            : plain == typeof(bool) ? "true or false"
            : null;
    }

    private static string Name(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Name(parent)} {result.Command.Name}" : "eventsnn";
}
