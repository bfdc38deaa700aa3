using System.Diagnostics.CodeAnalysis;
using EventSnn.Cameras;
using EventSnn.Cameras.Contract;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Events.Streams;

namespace EventSnn.Cli.Bench;

/// <summary>
/// A camera that misbehaves on purpose: it breaks off, refuses, sets its clock back with and without a word, falls silent, and bursts.
/// What it sees is a bar that moves. Equal seeds misbehave equally.
/// </summary>
/// <param name="seconds">Event seconds until it ends.</param>
/// <param name="seed">Which faults come when.</param>
/// <param name="mayGoOn">Waits until the receiver has room; not asked in a burst.</param>
internal sealed class FaultySource(double seconds, ulong seed, Action mayGoOn) : ICameraSource
{
    private const long SliceMicroseconds = 20_000;
    private const int EventsPerSlice = 600;
    private readonly RandomStream random = new(seed);
    private long clock = 1_000_000;
    private double played;
    private int burst;

    /// <summary>Events handed over, all connections together.</summary>
    public long Sent { get; private set; }

    /// <summary>Times it broke off.</summary>
    public int Breaks { get; private set; }

    /// <summary>Times it refused to connect.</summary>
    public int Refusals { get; private set; }

    /// <summary>Times its clock was set back, told or not.</summary>
    public int Resets { get; private set; }

    /// <summary>Event seconds played so far.</summary>
    public double Played => Volatile.Read(ref played);

    /// <inheritdoc/>
    public string Name => "faulty camera";

    /// <inheritdoc/>
    public SensorSize Size => SensorSize.Dvs128;

    /// <inheritdoc/>
    public bool CanReconnect => played < seconds;

    /// <inheritdoc/>
    public ICameraLink Connect(CancellationToken cancellation)
    {
        if (Breaks > 0 && random.NextInt32(3) == 0)
        {
            Refusals++;
            throw new CameraException(Name, "a connection", "a refusal, on purpose");
        }

        return new Link(this);
    }

    private bool Read(EventBatch batch, Queue<StreamNotice> notices)
    {
        batch.Clear();
        if (played >= seconds)
        {
            return false;
        }

        switch (random.NextInt32(4000))
        {
            case 0:
                Breaks++;
                throw new CameraException(Name, "a connection that stays", "a break, on purpose");
            case 1:
                clock = 1000;
                Resets++;
                notices.Enqueue(new StreamNotice(NoticeKind.TimestampReset, 0, 0, "The sensor's clock was reset."));
                break;
            case 2 when clock > 1_000_000:
                clock -= 900_000; // without a word
                Resets++;
                break;
            case 3:
                clock += 2_000_000; // silence
                break;
            case 4:
                burst = 300;
                break;
            default:
                break;
        }

        if (burst-- <= 0)
        {
            mayGoOn();
        }

        for (int i = 0; i < EventsPerSlice; i++)
        {
            int column = (int)(((clock / 4000) + random.NextInt32(4)) % 128);
            batch.Add(clock + (i * SliceMicroseconds / EventsPerSlice), column, random.NextInt32(128), random.NextInt32(2));
        }

        clock += SliceMicroseconds;
        Volatile.Write(ref played, played + (SliceMicroseconds * 1e-6));
        Sent += batch.Count;
        return true;
    }

    private sealed class Link(FaultySource source) : ICameraLink
    {
        private readonly Queue<StreamNotice> notices = new();
        private long events;

        public LinkCounters Counters => new(Interlocked.Read(ref events));

        public bool Read(EventBatch batch)
        {
            notices.Clear();
            bool more = source.Read(batch, notices);
            Interlocked.Add(ref events, batch.Count);
            return more;
        }

        public bool TryTakeNotice([NotNullWhen(true)] out StreamNotice? notice) => notices.TryDequeue(out notice);

        public void Dispose()
        {
        }
    }
}
