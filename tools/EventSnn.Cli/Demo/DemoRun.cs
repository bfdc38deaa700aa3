namespace EventSnn.Cli.Demo;

/// <summary>What a demonstration is asked for.</summary>
/// <param name="Seed">The first seed.</param>
/// <param name="Seeds">Seeds to run, seed, seed + 1, and so on.</param>
/// <param name="Data">The folder of MNIST; null for simulated digits.</param>
/// <param name="Full">Whether to run the long form.</param>
/// <param name="Say">Told how far it is.</param>
/// <param name="Cancellation">Stops it.</param>
internal sealed record DemoRun(ulong Seed, int Seeds, string? Data, bool Full, Action<string> Say, CancellationToken Cancellation)
{
    /// <summary>The seeds in order.</summary>
    public IEnumerable<ulong> Each => Enumerable.Range(0, Seeds).Select(i => Seed + (ulong)i);
}
