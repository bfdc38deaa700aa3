namespace EventSnn.Networks;

/// <summary>A model or its file is not what it should be. The message names the file, what was expected, what was found, and how to go on.</summary>
public sealed class ModelException : Exception
{
    /// <summary>Creates an exception.</summary>
    public ModelException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">One plain paragraph.</param>
    public ModelException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">One plain paragraph.</param>
    /// <param name="inner">The cause.</param>
    public ModelException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>The file, where there is one.</summary>
    public string? File { get; init; }

    internal static void Require<T>(bool condition, string where, string expected, T found)
    {
        if (!condition)
        {
            throw new ModelException($"The network is not possible: {where} needs {expected}, found {found}.");
        }
    }
}
