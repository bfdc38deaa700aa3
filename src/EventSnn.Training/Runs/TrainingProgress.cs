namespace EventSnn.Training.Runs;

/// <summary>How far a run is. Read from any thread.</summary>
public sealed class TrainingProgress
{
    private long done;

    /// <summary>Clips that the run learns from in all, those before a resume included.</summary>
    public long Total { get; internal set; }

    /// <summary>Clips learned from so far.</summary>
    public long Done
    {
        get => Interlocked.Read(ref done);
        internal set => Interlocked.Exchange(ref done, value);
    }

    /// <summary>The running epoch, from 1.</summary>
    public int Epoch { get; internal set; }

    /// <summary>Clips per second in this process.</summary>
    public double ClipsPerSecond { get; internal set; }

    /// <summary>The time that is left at this speed; null before the first clips.</summary>
    public TimeSpan? Remaining => ClipsPerSecond > 0 ? TimeSpan.FromSeconds((Total - Done) / ClipsPerSecond) : null;

    /// <summary>The part that is done, 0 to 1.</summary>
    public double Fraction => Total == 0 ? 0 : Math.Min(1, (double)Done / Total);
}
