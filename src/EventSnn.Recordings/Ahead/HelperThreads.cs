namespace EventSnn.Recordings.Ahead;

/// <summary>Threads that decode ahead of their readers; not more of them at a time than other cores, because several readers use those already.</summary>
internal static class HelperThreads
{
    private static int running;

    /// <summary>Begins work on a thread of its own: where a process has not used the thread pool yet, its first task begins ten milliseconds late.</summary>
    /// <param name="work">The work; ends by itself when it is told to.</param>
    /// <param name="always">Also where no core is left; for tests.</param>
    /// <returns>The thread, to be joined; null where no core is left.</returns>
    public static Thread? Start(Action work, bool always = false)
    {
        if (Interlocked.Increment(ref running) >= Environment.ProcessorCount && !always)
        {
            Interlocked.Decrement(ref running);
            return null;
        }

        Thread thread = new(() =>
        {
            try
            {
                work();
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        })
        {
            IsBackground = true,
            Name = "decoder",
        };
        thread.Start();
        return thread;
    }
}
