namespace EventSnn.Recordings.Fuzz;

/// <summary>Ends the program with exit code 2 and a saved file where one case does not end: a reader in an endless loop tells nobody else.</summary>
public sealed class HangWatch : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly Timer timer;
    private readonly string format;
    private readonly string folder;
    private byte[] content = [];
    private long cases;
    private long casesSeen = -1;

    /// <summary>Starts to watch.</summary>
    /// <param name="format">The format under test.</param>
    /// <param name="folder">Where the content that hangs is saved.</param>
    public HangWatch(string format, string folder)
    {
        this.format = format;
        this.folder = folder;
        timer = new Timer(_ => Look(), null, Limit, Limit);
    }

    /// <summary>Tells that the next case begins.</summary>
    /// <param name="next">Its content.</param>
    public void Begin(byte[] next)
    {
        Volatile.Write(ref content, next);
        Interlocked.Increment(ref cases);
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private void Look()
    {
        long now = Interlocked.Read(ref cases);
        if (now == casesSeen)
        {
            string file = Path.Combine(folder, $"hang-{format}-{now}");
            File.WriteAllBytes(file, Volatile.Read(ref content));
            Console.WriteLine($"{format}, case {now}: no end within {Limit.TotalSeconds:F0} s ({file})");
            Environment.Exit(2);
        }

        casesSeen = now;
    }
}
