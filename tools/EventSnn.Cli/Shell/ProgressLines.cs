namespace EventSnn.Cli.Shell;

/// <summary>Decides when progress deserves a line in a log: at every further tenth, but not within two seconds, and every ten seconds at least.</summary>
public sealed class ProgressLines
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private TimeSpan last;
    private int tenths;

    /// <summary>Asks whether a line is due; where it is, it counts as written.</summary>
    /// <param name="done">The part that is done, 0 to 1.</param>
    /// <param name="elapsed">Time since the work began.</param>
    /// <returns>True where a line is to be written now.</returns>
    public bool IsDue(double done, TimeSpan elapsed)
    {
        TimeSpan silent = elapsed - last;
        if (silent < Shortest || ((int)(done * 10) <= tenths && silent < Longest))
        {
            return false;
        }

        last = elapsed;
        tenths = (int)(done * 10);
        return true;
    }
}
