namespace EventSnn.Cameras.Contract;

/// <summary>What arrived on connections. Every event that came over the wire is in <c>Events</c> or <c>Skipped</c>.</summary>
/// <param name="Events">Events decoded and delivered to the stream.</param>
/// <param name="Skipped">Pixel-event records that came but were not delivered: invalid, or outside the sensor.</param>
/// <param name="Datagrams">Datagrams that came, of any kind.</param>
/// <param name="Lost">Numbered datagrams that are missing so far.</param>
/// <param name="Late">Numbered datagrams that came after a later one; their events are delivered.</param>
/// <param name="Duplicate">Numbered datagrams that came twice; the second one is not delivered.</param>
/// <param name="Damaged">Datagrams that were no such datagrams; not delivered.</param>
/// <param name="KernelDrops">Datagrams that the operating system dropped because its receive buffer was full; 0 where it does not tell.</param>
public readonly record struct LinkCounters(
    long Events, long Skipped = 0, long Datagrams = 0, long Lost = 0, long Late = 0, long Duplicate = 0, long Damaged = 0, long KernelDrops = 0)
{
    /// <summary>The sum of two connections.</summary>
    /// <param name="other">The other connection.</param>
    /// <returns>Every count added.</returns>
    public LinkCounters Plus(LinkCounters other) => new(
        Events + other.Events,
        Skipped + other.Skipped,
        Datagrams + other.Datagrams,
        Lost + other.Lost,
        Late + other.Late,
        Duplicate + other.Duplicate,
        Damaged + other.Damaged,
        KernelDrops + other.KernelDrops);
}
