namespace EventSnn.Cameras.Sockets;

/// <summary>Follows the numbers of datagrams: what is missing, late, doubled; whether the sender started anew.</summary>
internal sealed class SequenceTracker
{
    /// <summary>So far back a number can still be told to be late or doubled; further back the sender has started anew.</summary>
    private const int Window = 64;

    private ulong seen; // bit k: number (next - 1 - k) came
    private long next;
    private bool started;

    /// <summary>Numbers that are missing now.</summary>
    public long Lost { get; private set; }

    /// <summary>Numbers that came after a later one.</summary>
    public long Late { get; private set; }

    /// <summary>Numbers that came twice.</summary>
    public long Duplicate { get; private set; }

    /// <summary>Makes one count of numbers of 32 bits that wrap.</summary>
    /// <param name="number">The number as sent.</param>
    /// <returns>The number that is nearest to the one expected.</returns>
    public long Unwrap(int number) => started ? next + (number - (int)next) : number;

    /// <summary>Takes a number.</summary>
    /// <param name="number">The datagram's number.</param>
    /// <param name="missing">How many numbers before it are missing, where the answer is <see cref="SequenceVerdict.Gap"/>.</param>
    /// <returns>What it means.</returns>
    public SequenceVerdict Take(long number, out long missing)
    {
        missing = 0;
        if (!started || number < next - Window)
        {
            bool restart = started;
            started = true;
            seen = 1;
            next = number + 1;
            return restart ? SequenceVerdict.Restarted : SequenceVerdict.InOrder;
        }

        if (number >= next)
        {
            missing = number - next;
            seen = missing + 1 >= Window ? 1 : (seen << (int)(missing + 1)) | 1;
            next = number + 1;
            Lost += missing;
            return missing == 0 ? SequenceVerdict.InOrder : SequenceVerdict.Gap;
        }

        ulong bit = 1UL << (int)(next - 1 - number);
        if ((seen & bit) != 0)
        {
            Duplicate++;
            return SequenceVerdict.Duplicate;
        }

        seen |= bit;
        Late++;
        Lost = Math.Max(0, Lost - 1);
        return SequenceVerdict.Late;
    }
}
