namespace EventSnn.Cli.Shell;

/// <summary>The values of an enumeration, as an option takes them.</summary>
public static class EnumName
{
    /// <summary>The names, in lower case; the parser does not mind the case.</summary>
    /// <param name="type">The enumeration.</param>
    /// <returns>The names in the order of their values.</returns>
    public static IReadOnlyList<string> All(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return [.. Enum.GetNames(type).Select(n => n.ToLowerInvariant())];
    }

    /// <summary>What an option expects.</summary>
    /// <param name="type">The enumeration.</param>
    /// <returns>As <c>one of constant, cosine</c>.</returns>
    public static string Expected(Type type) => $"one of {string.Join(", ", All(type))}";
}
