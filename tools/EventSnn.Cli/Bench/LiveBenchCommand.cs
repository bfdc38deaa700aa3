using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Reactive.Linq;
using EventSnn.Cameras.Contract;
using EventSnn.Cameras.Protocols;
using EventSnn.Cameras.Senders;
using EventSnn.Cli.Shell;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Events.Streams;
using EventSnn.Streaming.Boundaries;

namespace EventSnn.Cli.Bench;

/// <summary><c>eventsnn bench live</c>: events over TCP and UDP on this machine, from encoder to subscriber.</summary>
public sealed class LiveBenchCommand : CliCommand
{
    private const int BatchesInTurn = 16;
    private const int DatagramShare = 10;
    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(3);
    private readonly Option<int> events = new("--events") { Description = "Millions of events; a tenth of them over UDP.", DefaultValueFactory = _ => 100 };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON per protocol." };

    /// <inheritdoc/>
    protected override Command Describe() => new("live", """
        Measure network cameras over loopback in millions of events per second, each sent as fast as it goes; every event is accounted for.
        TCP makes the sender wait. UDP does not: what the receiver cannot take is lost, and counted by the operating system (Linux) or by the numbers of the datagrams.
        """) { events, json };

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var output = new CommandOutput(arguments.GetValue(json));
        OptionRange.Check("--events", arguments.GetValue(events), 1, 2000);
        long total = arguments.GetValue(events) * 1_000_000L;
        output.Line($"{"protocol",-14}{"sent",14}{"received",14}{"lost",11}{"Mev/s",8}  datagrams sent, lost, counted as lost");
        bool accounted = true;
        foreach (CameraProtocol protocol in CameraProtocols.All)
        {
            if (protocol.IsDatagram)
            {
                accounted &= await MeasureDatagramsAsync(protocol, total / DatagramShare, output, cancellation);
            }
            else
            {
                await MeasureAsync(protocol, total, output, cancellation);
            }
        }

        return accounted ? ExitCode.Success : ExitCode.InternalError;
    }

    private static async Task<bool> MeasureDatagramsAsync(CameraProtocol protocol, long total, CommandOutput output, CancellationToken cancellation)
    {
        var pool = new EventBatchPool();
        CameraAddress address = CameraAddress.Parse($"{protocol.Name}://127.0.0.1:{FreePort()}", SensorSize.Dvs128);
        var camera = new LiveCamera(address.CreateSource(), new CameraOptions { Queue = new BoundaryOptions { Capacity = 64, Overflow = OverflowPolicy.Wait } }, pool: pool);
        long received = 0;
        long began = 0;
        long last = 0;
        using IDisposable subscription = camera.Events.Items.Subscribe(item =>
        {
            if (item is EventBatch batch)
            {
                began = began == 0 ? Stopwatch.GetTimestamp() : began;
                Interlocked.Add(ref received, batch.Count);
                Interlocked.Exchange(ref last, Stopwatch.GetTimestamp());
            }
        });
        while (camera.Counters.Connections == 0)
        {
            await Task.Delay(5, cancellation);
        }

        using var sender = new UdpEventSender(address.ResolveEndpoint(), protocol.CreateEncoder(address));
        await Task.Run(() => sender.RunAsync(Make(pool, total), cancellation), cancellation);
        long ended = Stopwatch.GetTimestamp();
        LinkCounters a = camera.Counters.Arrived;
        while (Lost(a) + a.Datagrams < sender.Datagrams && Stopwatch.GetElapsedTime(Math.Max(ended, Interlocked.Read(ref last))) < SettledAfter)
        {
            await Task.Delay(20, cancellation);
            a = camera.Counters.Arrived;
        }

        while (camera.Counters.Queue.Pending > 0)
        {
            await Task.Delay(5, cancellation);
        }

        a = camera.Counters.Arrived;
        long got = Interlocked.Read(ref received);
        bool accounted = a.Datagrams + Lost(a) == sender.Datagrams && a.Events == got && (Lost(a) > 0 || got == sender.Events);
        double rate = got / Math.Max(1e-9, Stopwatch.GetElapsedTime(began, Interlocked.Read(ref last)).TotalSeconds) / 1e6;
        if (output.Json)
        {
            CommandOutput.WriteJson(new
            {
                Protocol = protocol.Name, Sent = sender.Events, Received = got, Lost = sender.Events - got, MillionEventsPerSecond = Math.Round(rate, 1),
                SentDatagrams = sender.Datagrams, LostDatagrams = sender.Datagrams - a.Datagrams, CountedDatagrams = Lost(a), Accounted = accounted,
            });
        }
        else
        {
            output.Line($"{protocol.Name,-14}{sender.Events,14}{got,14}{sender.Events - got,11}{rate,8:F1}  {sender.Datagrams}, {sender.Datagrams - a.Datagrams}, {Lost(a)}{(accounted ? "" : ": NOT ACCOUNTED FOR")}");
        }

        return accounted;
    }

    /// <summary>Where the system tells what it dropped, that is all that can be lost on one machine; elsewhere the gaps in the numbers.</summary>
    private static long Lost(LinkCounters arrived) => Math.Max(arrived.KernelDrops, arrived.Lost);

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Dgram, System.Net.Sockets.ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static async Task MeasureAsync(CameraProtocol protocol, long total, CommandOutput output, CancellationToken cancellation)
    {
        var pool = new EventBatchPool();
        CameraAddress address = CameraAddress.Parse($"{protocol.Name}://127.0.0.1", SensorSize.Dvs128);
        using var server = new TcpEventServer(new IPEndPoint(IPAddress.Loopback, 0), () => protocol.CreateEncoder(address), Make(pool, total));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task serving = server.RunAsync(stop.Token);
        var options = new CameraOptions { Queue = new BoundaryOptions { Capacity = 64, Overflow = OverflowPolicy.Wait } };
        var camera = new LiveCamera((address with { Port = server.Endpoint.Port }).CreateSource(), options, pool: pool);
        var done = new TaskCompletionSource();
        long received = 0;
        long began = 0;
        long sum = 0;
        using (camera.Events.Items.Subscribe(
            item =>
            {
                if (item is EventBatch batch)
                {
                    began = began == 0 ? Stopwatch.GetTimestamp() : began;
                    sum += batch.Timestamps[^1] + batch.X[^1];
                    received += batch.Count;
                    if (received >= total)
                    {
                        done.TrySetResult();
                    }
                }
                else if (item is StreamNotice notice)
                {
                    done.TrySetException(new InvalidOperationException(notice.ToString()));
                }
            },
            e => done.TrySetException(e)))
        {
            await done.Task.WaitAsync(cancellation);
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (output.Json)
            {
                CommandOutput.WriteJson(new { Protocol = protocol.Name, Sent = total, Received = received, Lost = total - received, MillionEventsPerSecond = Math.Round(received / seconds / 1e6, 1), Check = sum });
            }
            else
            {
                output.Line($"{protocol.Name,-14}{total,14}{received,14}{total - received,11}{received / seconds / 1e6,8:F1}");
            }
        }

        await stop.CancelAsync();
        await serving;
    }

    /// <summary>The same batches in turn, their times moved on; made before the clock runs.</summary>
    private static IObservable<StreamItem> Make(EventBatchPool pool, long total) => Observable.Create<StreamItem>(observer =>
    {
        var random = new RandomStream(1);
        var x = new ushort[BatchesInTurn * pool.Capacity];
        var y = new ushort[x.Length];
        var p = new byte[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            (x[i], y[i], p[i]) = ((ushort)random.NextInt32(128), (ushort)random.NextInt32(128), (byte)random.NextInt32(2));
        }

        long t = 1;
        for (long sent = 0; sent < total;)
        {
            using EventBatch batch = pool.Rent();
            int n = (int)Math.Min(batch.Capacity, total - sent);
            int at = (int)(sent / pool.Capacity % BatchesInTurn) * pool.Capacity;
            EventColumns to = batch.GetFreeColumns();
            x.AsSpan(at, n).CopyTo(to.X);
            y.AsSpan(at, n).CopyTo(to.Y);
            p.AsSpan(at, n).CopyTo(to.Polarities);
            for (int i = 0; i < n; i++)
            {
                to.Timestamps[i] = t + (i >> 3);
            }

            t += n >> 3;
            batch.Advance(n);
            observer.OnNext(batch);
            sent += n;
        }

        observer.OnCompleted();
        return () => { };
    });
}
