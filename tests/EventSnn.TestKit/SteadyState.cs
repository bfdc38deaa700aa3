namespace EventSnn.TestKit;

/// <summary>What code allocates once it has run before.</summary>
public static class SteadyState
{
    private const int Attempts = 3;

    /// <summary>Runs an action until a run allocates nothing on this thread, at most three times.</summary>
    /// <remarks>
    /// What allocates does so in every run. The runtime itself now and then charges a few kilobytes to a thread while it compiles a
    /// method again beside it, which a single run on a busy machine showed once in hundreds.
    /// </remarks>
    /// <param name="action">What is measured; run it once before.</param>
    /// <returns>Bytes of the most frugal run.</returns>
    public static long AllocatedBytes(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        long least = long.MaxValue;
        for (int i = 0; i < Attempts && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
