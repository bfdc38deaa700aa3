namespace EventSnn.Simulation.Readout;

/// <summary>How events leave the chip: one bus for all pixels.</summary>
public sealed record ReadoutOptions
{
    /// <summary>Time that one event occupies the bus, in microseconds. 1 for the DVS128 (1 M events/s). 0 for a bus without limit.</summary>
    public double ServiceMicroseconds { get; init; } = 1;

    /// <summary>Time from the crossing in the pixel to its request at the bus, in microseconds.</summary>
    public double LatencyMicroseconds { get; init; } = 15;

    /// <summary>Row and column arbitration spreads requests evenly over this time, in microseconds.</summary>
    public double JitterMicroseconds { get; init; } = 4;

    /// <summary>Events that can wait for the bus; one that finds more waiting is lost, and counted.</summary>
    public int QueueLength { get; init; } = 8192;

    /// <summary>
    /// Chance that an event is read twice, one service time apart, 0 to 1: every eighth event of real DVS128 gesture
    /// recordings is.
    /// </summary>
    public double EchoFraction { get; init; }

    /// <summary>Step of the timestamps in microseconds: 1, or 10 for old DVS128 firmware.</summary>
    public int TimestampStep { get; init; } = 1;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ServiceMicroseconds);
        ArgumentOutOfRangeException.ThrowIfNegative(LatencyMicroseconds);
        ArgumentOutOfRangeException.ThrowIfNegative(JitterMicroseconds);
        ArgumentOutOfRangeException.ThrowIfNegative(EchoFraction);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(EchoFraction, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(TimestampStep, 1);
    }
}
