using EventSnn.Events.Random;

namespace EventSnn.Simulation.Readout;

/// <summary>
/// The arbitrated bus between pixels and timestamps: requests wait for their turn, one event per service time, so a burst
/// leaves as a train of events one microsecond apart, and what finds the queue full is lost.
/// </summary>
internal sealed class EventBus
{
    private readonly ReadoutOptions options;
    private readonly RandomStream random;
    private (double Request, uint Address)[] waiting = new (double, uint)[4096];
    private int count;
    private double free = double.NegativeInfinity;
    private bool sorted = true;

    public EventBus(ReadoutOptions options, ulong seed)
    {
        options.Validate();
        this.options = options;
        random = RandomStream.Fork(seed, 5);
    }

    /// <summary>Events lost because too many were waiting.</summary>
    public long Dropped { get; private set; }

    /// <summary>Events read a second time.</summary>
    public long Echoes { get; private set; }

    /// <summary>Events that have not had their turn yet.</summary>
    public int Waiting => count;

    /// <summary>Adds a request.</summary>
    /// <param name="time">When the pixel fired, in microseconds.</param>
    /// <param name="address">Pixel index times 2, plus polarity.</param>
    public void Request(double time, uint address)
    {
        if (count == waiting.Length)
        {
            Array.Resize(ref waiting, waiting.Length * 2);
        }

        double request = time + options.LatencyMicroseconds;
        if (options.JitterMicroseconds > 0)
        {
            request += options.JitterMicroseconds * random.NextDouble();
        }

        sorted = sorted && (count == 0 || waiting[count - 1].Request <= request);
        waiting[count++] = (request, address);
    }

    /// <summary>Serves every request made before a time. All requests up to that time must have been added.</summary>
    /// <param name="until">Pixels have been simulated up to here; later requests stay.</param>
    /// <param name="serve">Gets the timestamp and the address of each event, in the order of the bus.</param>
    public void Serve(double until, Action<long, uint> serve)
    {
        if (!sorted)
        {
            waiting.AsSpan(0, count).Sort(static (a, b) =>
                a.Request < b.Request ? -1 : a.Request > b.Request ? 1 : a.Address.CompareTo(b.Address));
            sorted = true;
        }

        double longestWait = options.QueueLength * options.ServiceMicroseconds;
        int served = 0;
        for (; served < count && waiting[served].Request <= until; served++)
        {
            (double request, uint address) = waiting[served];
            double turn = Math.Max(request, free);
            if (turn - request > longestWait)
            {
                Dropped++;
                continue;
            }

            free = turn + options.ServiceMicroseconds;
            Stamp(turn, address, serve);
            if (options.EchoFraction > 0 && random.NextDouble() < options.EchoFraction)
            {
                Echoes++;
                Stamp(free, address, serve);
                free += options.ServiceMicroseconds;
            }
        }

        waiting.AsSpan(served, count - served).CopyTo(waiting);
        count -= served;
    }

    private void Stamp(double turn, uint address, Action<long, uint> serve)
    {
        long stamp = (long)Math.Floor(turn);
        serve(stamp - (stamp % options.TimestampStep), address);
    }
}
