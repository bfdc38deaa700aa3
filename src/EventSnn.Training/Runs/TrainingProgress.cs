using System.Diagnostics;

namespace EventSnn.Training.Runs;

/// <summary>How far a run is, within a mini-batch too. Read from any thread.</summary>
public sealed class TrainingProgress
{
    private readonly Stopwatch clock = new();
    private long done;
    private long before;
    private double within;

    /// <summary>Clips that the run learns from in all, those before a resume included.</summary>
    public long Total { get; internal set; }

    /// <summary>Clips of the mini-batches that are over.</summary>
    public long Done => Interlocked.Read(ref done);

    /// <summary>The running epoch, from 1.</summary>
    public int Epoch { get; internal set; }

    /// <summary>Whether the epoch is over and its validation clips are being classified.</summary>
    public bool Validating { get; internal set; }

    /// <summary>Clips per second in this process, the part of the running mini-batch included; 0 before its first step.</summary>
    public double ClipsPerSecond => clock.Elapsed.TotalSeconds is > 0 and var seconds ? (Clips - Interlocked.Read(ref before)) / seconds : 0;

    /// <summary>The time that is left at this speed; null before the first step.</summary>
    public TimeSpan? Remaining => ClipsPerSecond is > 0 and var speed ? TimeSpan.FromSeconds(Math.Max(0, Total - Clips) / speed) : null;

    /// <summary>The part that is done, 0 to 1.</summary>
    public double Fraction => Total == 0 ? 0 : Math.Min(1, Clips / Total);

    /// <summary>Clips so far, of the running mini-batch the share of its steps.</summary>
    private double Clips => Done + Volatile.Read(ref within);

    /// <summary>Begins to count.</summary>
    /// <param name="clips">Clips that earlier processes learned from.</param>
    internal void Begin(long clips)
    {
        Interlocked.Exchange(ref done, clips);
        Interlocked.Exchange(ref before, clips);
        clock.Restart();
    }

    /// <summary>Tells how far the running mini-batch is.</summary>
    /// <param name="clips">Its clips times the share of its steps.</param>
    internal void Within(double clips) => Volatile.Write(ref within, clips);

    /// <summary>Ends a mini-batch.</summary>
    /// <param name="clips">All clips that were learned from, this one's included.</param>
    internal void End(long clips)
    {
        Within(0);
        Interlocked.Exchange(ref done, clips);
    }
}
