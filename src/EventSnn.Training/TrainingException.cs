namespace EventSnn.Training;

/// <summary>A data set, a split or a run folder cannot be used as asked. The message is one paragraph: what, expected, found, how to go on.</summary>
public sealed class TrainingException : Exception
{
    /// <summary>Creates the exception.</summary>
    public TrainingException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The paragraph.</param>
    public TrainingException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The paragraph.</param>
    /// <param name="inner">The cause.</param>
    public TrainingException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
