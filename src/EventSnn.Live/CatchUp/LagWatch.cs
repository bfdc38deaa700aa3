namespace EventSnn.Live.CatchUp;

/// <summary>
/// Says how far behind the camera a step is, and what is to be done about it. A batch of some duration comes at once; it would be wrong to call its
/// later steps late because the earlier ones took their time. So a step is behind by what has passed since its batch was received, less
/// the event time between the beginning of the batch and the end of the step: a machine that works in real time is never behind.
/// </summary>
/// <remarks>Both measures end at half of what they began at, so that they do not flicker. Not safe for concurrent use.</remarks>
internal sealed class LagWatch
{
    private const double SpareFrom = .4;
    private const double GoOn = .5;
    private readonly CatchUpPolicy policy;
    private readonly double most;
    private readonly TimeProvider time;
    private long receivedAt;
    private long began;

    /// <summary>Creates a watch.</summary>
    /// <param name="options">When and what.</param>
    /// <param name="time">The host's clock.</param>
    /// <param name="factor">On the lag at which time is skipped.</param>
    public LagWatch(CatchUpOptions options, TimeProvider time, double factor = 1)
    {
        options.Validate();
        policy = options.Policy;
        most = options.MostLag.TotalMicroseconds * factor;
        this.time = time;
    }

    /// <summary>Whether steps should not learn.</summary>
    public bool Spares { get; private set; }

    /// <summary>Whether steps should be passed over.</summary>
    public bool Skips { get; private set; }

    /// <summary>Begins a batch.</summary>
    /// <param name="received">When it came, in ticks of the host's clock; 0 where it cannot be late, because nobody knows when it came.</param>
    /// <param name="firstTimestamp">The event time at which it begins.</param>
    public void Begin(long received, long firstTimestamp)
    {
        receivedAt = received;
        began = firstTimestamp;
    }

    /// <summary>Judges a step before it is taken.</summary>
    /// <param name="end">The event time at which it ends.</param>
    public void Judge(long end)
    {
        if (policy == CatchUpPolicy.Wait || receivedAt == 0)
        {
            Spares = false;
            Skips = false;
            return;
        }

        double behind = time.GetElapsedTime(receivedAt).TotalMicroseconds - Math.Max(0, end - began);
        Skips = behind > most * (Skips ? GoOn : 1);
        Spares = policy == CatchUpPolicy.Spare && behind > most * SpareFrom * (Spares ? GoOn : 1);
    }
}
