namespace EventSnn.Events.Binning;

/// <summary>
/// How motion becomes input: besides OFF and ON, a step then has four channels that count motion to the right, to the left, down and up.
/// </summary>
/// <remarks>
/// Elementary motion detectors (Hassenstein and Reichardt 1956) on the cells of the binned picture. Per fine step, with c the events of a
/// cell, both polarities together, and f its trace: <c>m(i, d) += sqrt(f(i - d) c(i))</c>, then <c>f = a f + (1 - a) c</c>,
/// <c>a = exp(-fine / memory)</c>. The root makes m grow as the number of events does, and not as its square. A step carries the
/// sum of its fine steps, rounded. What a long step would lose, the order in which neighbours fired, stays in it that way.
/// </remarks>
public sealed record MotionOptions
{
    /// <summary>Channels of a step with motion.</summary>
    public const int Channels = 6;

    /// <summary>Length of a fine step in microseconds, at least 1; a step is a whole number of them. Default 20 ms.</summary>
    public long FineMicroseconds { get; init; } = 20_000;

    /// <summary>Time constant of a cell's trace in microseconds, at least 1: how long ago its neighbour may have fired. Default 25 ms.</summary>
    public long MemoryMicroseconds { get; init; } = 25_000;

    /// <summary>Checks every value.</summary>
    /// <param name="stepMicroseconds">The length of a step.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range, or a step is not a whole number of fine steps.</exception>
    public void Validate(long stepMicroseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(FineMicroseconds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MemoryMicroseconds, 1);
        if (stepMicroseconds % FineMicroseconds != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(stepMicroseconds), stepMicroseconds, $"A step with motion is a whole number of fine steps of {FineMicroseconds} us.");
        }
    }
}
