using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using EventSnn.Cameras.Contract;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;

namespace EventSnn.Cameras.Sockets;

/// <summary>Receives datagrams, looks after their numbers, and decodes what is in them. One read takes all that waits.</summary>
internal sealed class DatagramLink : ICameraLink
{
    private const int LargestDatagram = 65536;
    private const int AskKernelMilliseconds = 1000;
    private static readonly long AskKernelEvery = Stopwatch.Frequency / 1000 * AskKernelMilliseconds;
    private readonly string name;
    private readonly Socket socket;
    private readonly SensorSize size;
    private readonly DatagramDecoder decoder;
    private readonly KernelDrops kernel;
    private readonly SequenceTracker sequence = new();
    private readonly Queue<StreamNotice> notices = new();
    private readonly byte[] datagram = GC.AllocateUninitializedArray<byte>(LargestDatagram, pinned: true);
    private readonly long[] told = new long[Enum.GetValues<SequenceVerdict>().Length];
    private readonly Lock gate = new();
    private LinkCounters counters;
    private int waiting; // bytes of a datagram that did not fit the batch before
    private long missing;
    private long damaged;
    private string? damage;
    private long asked;
    private volatile bool closed;

    public DatagramLink(string name, Socket socket, SensorSize size, DatagramDecoder decoder)
    {
        this.name = name;
        this.socket = socket;
        this.size = size;
        this.decoder = decoder;
        kernel = new KernelDrops(((IPEndPoint)socket.LocalEndPoint!).Port, socket.AddressFamily == AddressFamily.InterNetworkV6);
        _ = kernel.Read();
        socket.ReceiveTimeout = AskKernelMilliseconds; // what was dropped at the end of a burst is told though nothing comes after it
    }

    /// <inheritdoc/>
    public LinkCounters Counters
    {
        get
        {
            lock (gate)
            {
                return counters;
            }
        }
    }

    /// <inheritdoc/>
    public bool Read(EventBatch batch)
    {
        batch.Clear();
        notices.Clear();
        int skipped = 0;
        int datagrams = 0;
        try
        {
            int length = waiting > 0 ? waiting : Receive();
            datagrams += waiting > 0 ? 0 : 1;
            waiting = 0;
            while (true)
            {
                if (!Take(datagram.AsSpan(0, length), batch, ref skipped))
                {
                    waiting = length;
                    break;
                }

                if (socket.Available == 0)
                {
                    break;
                }

                length = Receive();
                datagrams++;
            }
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
        {
            // Silence.
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new CameraException(name, "datagrams", closed ? "that the port was closed" : e.Message, null, e);
        }

        Tell(batch.Count, skipped, datagrams);
        return true;
    }

    /// <inheritdoc/>
    public bool TryTakeNotice([NotNullWhen(true)] out StreamNotice? notice) => notices.TryDequeue(out notice);

    /// <inheritdoc/>
    public void Dispose()
    {
        closed = true;
        socket.Dispose();
    }

    private int Receive() => socket.Receive(datagram, SocketFlags.None);

    /// <summary>Takes one datagram into the batch.</summary>
    /// <returns>False where it must wait for the next batch.</returns>
    private bool Take(ReadOnlySpan<byte> bytes, EventBatch batch, ref int skipped)
    {
        if (decoder.Check(bytes, out DatagramHead head) is { } fault)
        {
            Damage(fault);
            return true;
        }

        int most = decoder.MostEvents(bytes.Length);
        if (batch.Count > 0 && (head.ResetAt is not null || batch.Free < most))
        {
            return false;
        }

        if (most > batch.Free)
        {
            Damage($"a datagram of up to {most} events, which is more than a batch of {batch.Capacity} holds");
            return true;
        }

        if (head.Number is { } number)
        {
            SequenceVerdict verdict = sequence.Take(head.IsShortNumber ? sequence.Unwrap((int)number) : number, out long gap);
            told[(int)verdict]++;
            missing += gap;
            if (verdict == SequenceVerdict.Duplicate)
            {
                return true;
            }
        }

        if (head.ResetAt is { } reset)
        {
            notices.Enqueue(new StreamNotice(NoticeKind.TimestampReset, reset, 0, "The sensor's clock was reset."));
        }

        EventColumns columns = batch.GetFreeColumns();
        int written = decoder.Decode(bytes, columns, out int invalid);
        if (written < 0)
        {
            Damage("a datagram whose last record is cut");
            return true;
        }

        int kept = SensorClip.Keep(size, columns, written);
        batch.Advance(kept);
        skipped += invalid + written - kept;
        return true;
    }

    private void Damage(string what)
    {
        damaged++;
        damage = what;
    }

    /// <summary>Adds up the counters and makes one notice for each kind of fault that the read met.</summary>
    private void Tell(int events, int skipped, int datagrams)
    {
        long dropped = counters.KernelDrops;
        long now = Stopwatch.GetTimestamp();
        if (now - asked > AskKernelEvery)
        {
            asked = now;
            dropped = kernel.Read();
            if (dropped > counters.KernelDrops)
            {
                long more = dropped - counters.KernelDrops;
                notices.Enqueue(new StreamNotice(NoticeKind.Overflow, null, more, $"The operating system dropped {more} datagrams: its receive buffer was full."));
            }
        }

        if (damaged > 0)
        {
            notices.Enqueue(new StreamNotice(NoticeKind.Damaged, null, damaged, $"{damaged} datagrams passed over: found {damage}."));
        }

        TellSequence(SequenceVerdict.Gap, missing, "datagrams are missing");
        TellSequence(SequenceVerdict.Late, told[(int)SequenceVerdict.Late], "datagrams came late; their events are delivered");
        TellSequence(SequenceVerdict.Duplicate, told[(int)SequenceVerdict.Duplicate], "datagrams came twice; the second ones are not delivered");
        TellSequence(SequenceVerdict.Restarted, told[(int)SequenceVerdict.Restarted], "times the sender began to count anew");
        lock (gate)
        {
            counters = new LinkCounters(
                counters.Events + events, counters.Skipped + skipped, counters.Datagrams + datagrams, sequence.Lost, sequence.Late, sequence.Duplicate,
                counters.Damaged + damaged, dropped);
        }

        Array.Clear(told);
        missing = 0;
        damaged = 0;
        damage = null;
    }

    private void TellSequence(SequenceVerdict verdict, long count, string what)
    {
        if (told[(int)verdict] > 0)
        {
            notices.Enqueue(new StreamNotice(NoticeKind.SequenceFault, null, count, $"{count} {what}."));
        }
    }
}
