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

/// <summary><c>eventsnn bench live</c>: events over TCP on this machine, from encoder to subscriber.</summary>
public sealed class LiveBenchCommand : CliCommand
{
    private const int BatchesInTurn = 16;
    private readonly Option<int> events = new("--events") { Description = "Millions of events.", DefaultValueFactory = _ => 100 };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON per protocol." };

    /// <inheritdoc/>
    protected override Command Describe() => new("live", "Measure network cameras over TCP loopback in millions of events per second; every event is accounted for.") { events, json };

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var output = new CommandOutput(arguments.GetValue(json));
        OptionRange.Check("--events", arguments.GetValue(events), 1, 2000);
        long total = arguments.GetValue(events) * 1_000_000L;
        output.Line($"{"protocol",-14}{"sent",14}{"received",14}{"lost",8}{"Mev/s",10}");
        foreach (CameraProtocol protocol in CameraProtocols.All.Where(p => !p.IsDatagram))
        {
            await MeasureAsync(protocol, total, output, cancellation);
        }

        return ExitCode.Success;
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
                output.Line($"{protocol.Name,-14}{total,14}{received,14}{total - received,8}{received / seconds / 1e6,10:F1}");
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
