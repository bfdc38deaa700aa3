using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace EventSnn.Cli.Shell;

/// <summary>
/// How numbers are written on the command line: with a point, and nothing between thousands. The parser of the command line takes a comma for
/// thousands and reads 1,5 as 15, so that every number is looked at here before a command runs.
/// </summary>
internal static class NumberText
{
    /// <summary>What an option with a number expects.</summary>
    /// <param name="type">The option's type; an array counts as its elements.</param>
    /// <returns>A noun phrase; null where it takes no number.</returns>
    public static string? Expected(Type type)
    {
        Type plain = Plain(type);
        return IsReal(plain) ? "a number such as 1.5"
            : plain == typeof(uint) || plain == typeof(ulong) ? "a whole number from 0 on, such as 1000"
            : plain == typeof(int) || plain == typeof(long) ? "a whole number such as 1000"
            : null;
    }

    /// <summary>Looks for a number that is not written as one.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>The mistake; null where there is none.</returns>
    public static UsageException? FindMistake(ParseResult parsed)
    {
        foreach (OptionResult option in parsed.Given())
        {
            if (Expected(option.Option.ValueType) is { } expected && option.Tokens.FirstOrDefault(t => !IsNumber(t.Value, Plain(option.Option.ValueType))) is { } wrong)
            {
                return UsageException.Option(option.Option.Name, expected, wrong.Value);
            }
        }

        return null;
    }

    private static Type Plain(Type type)
    {
        Type element = type.IsArray ? type.GetElementType()! : type;
        return Nullable.GetUnderlyingType(element) ?? element;
    }

    private static bool IsReal(Type plain) => plain == typeof(double) || plain == typeof(float) || plain == typeof(decimal);

    private static bool IsNumber(string text, Type plain) => IsReal(plain)
        ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        : Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
