using System.Globalization;

namespace EventSnn.Cli.Shell;

/// <summary>A number of things, in words.</summary>
internal static class Counted
{
    /// <summary>Puts the noun behind the number as English has it.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The noun for one of them.</param>
    /// <param name="many">For several; null where an s is added.</param>
    /// <returns>As <c>1 layer</c>, <c>2 layers</c>.</returns>
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");
}
