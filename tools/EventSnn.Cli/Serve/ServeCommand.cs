using System.CommandLine;
using System.Net;
using EventSnn.Cameras;
using EventSnn.Cameras.Protocols;
using EventSnn.Cameras.Replay;
using EventSnn.Cameras.Senders;
using EventSnn.Cli.Replay;
using EventSnn.Cli.Shell;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Recordings;
using EventSnn.Recordings.Sensors;
using EventSnn.Streaming.Operators;
using EventSnn.Streaming.Sources;

namespace EventSnn.Cli.Serve;

/// <summary><c>eventsnn serve</c>: makes a recording a camera on the network.</summary>
public sealed class ServeCommand : CliCommand
{
    private readonly Argument<string> file = new("FILE") { Description = "The recording." };
    private readonly Option<string> protocol = new("--as")
    {
        Description = $"The protocol, in brackets its port: {string.Join(", ", CameraProtocols.All.Select(p => $"{p.Name} ({p.Port})"))}.",
        DefaultValueFactory = _ => "caer-tcp",
        HelpName = "PROTOCOL",
    };

    private readonly Option<string?> to = new("--to")
    {
        Description = "UDP: where datagrams go, TCP: where to listen, as HOST, HOST:PORT or :PORT, with what the protocol takes behind a question mark. Default: this machine (127.0.0.1), and the protocol's port.",
        HelpName = "HOST:PORT",
    };

    private readonly Option<string> speed = new("--speed") { Description = "1x (real time), a factor like 0.5x, or max.", DefaultValueFactory = _ => "1x", HelpName = "S" };
    private readonly Option<bool> loop = new("--loop") { Description = "Begin again at the end; time goes on." };
    private readonly Option<bool> once = new("--once") { Description = "TCP: end when the first client has got all of the recording." };
    private readonly ReadingOptions reading = new();

    /// <inheritdoc/>
    protected override Command Describe()
    {
        Command command = new("serve", """
            Make a recording a camera on the network, for EventSnn or any other program that speaks the protocol.

            A camera over TCP; every client gets the recording from its beginning:
              eventsnn serve recordings/user01_led.aedat --as caer-tcp
              eventsnn live caer-tcp://127.0.0.1:7777
            Datagrams to another machine, again and again:
              eventsnn serve FILE --as jaer-udp --to 192.168.1.20:8991 --loop
            """) { file, protocol, to, speed, loop, once };
        reading.AddTo(command);
        return command;
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var output = new CommandOutput(json: false);
        if (arguments.GetValue(loop) && arguments.GetValue(once))
        {
            throw new UsageException("Options --loop and --once contradict each other: with --loop no client ever gets all of the recording. Leave one of them out.");
        }

        string name = arguments.GetValue(protocol)!;
        CameraProtocol chosen = CameraProtocols.Find(name)
            ?? throw UsageException.Option("--as", $"one of {string.Join(", ", CameraProtocols.All.Select(p => p.Name))}", name);
        string path = arguments.GetRequiredValue(file);
        var options = reading.Get(arguments);
        SensorSize size = KnownSize.Of(path, options).Size ?? throw new RecordingException(path, null, "at least one event", "none", "Serve another recording.");
        string place = arguments.GetValue(to) ?? "127.0.0.1";
        CameraAddress address = CameraAddress.Parse($"{chosen.Name}://{(place.StartsWith(':') ? "127.0.0.1" : string.Empty)}{place}", size);
        double? factor = ReplaySpeed.Parse(arguments.GetValue(speed)!).Factor;
        IObservable<StreamItem> items = Items(() => Recording.Open(path, options), size, factor, arguments.GetValue(loop));
        IPEndPoint endpoint = address.ResolveEndpoint();
        if (chosen.IsDatagram)
        {
            using var sender = new UdpEventSender(endpoint, chosen.CreateEncoder(address));
            output.Note($"Sending {path} to {endpoint} ({chosen.Summary}).");
            await sender.RunAsync(items, cancellation);
            output.Line($"{sender.Events} events sent in {Counted.Of(sender.Datagrams, "datagram")}.");
            return ExitCode.Success;
        }

        using var server = new TcpEventServer(endpoint, () => chosen.CreateEncoder(address), items, output.Note);
        output.Note($"Serving {path} ({size}): eventsnn live \"{address}{(size == SensorSize.Dvs128 ? string.Empty : $"?size={size}")}\". Ctrl-C ends.");
        await server.RunAsync(cancellation, arguments.GetValue(once));
        output.Line($"{server.Events} events sent to {Counted.Of(server.Clients, "client")}.");
        return ExitCode.Success;
    }

    private static IObservable<StreamItem> Items(Func<Recordings.Reading.RecordingReader> open, SensorSize size, double? speed, bool loop)
    {
        if (loop)
        {
            return ReplayCamera.Stream(open, size, speed).Items;
        }

        EventStream<Finite> stream = RecordingStreams.FromReader(open, size);
        return (speed is { } factor ? stream.Pace(factor) : stream).Items;
    }
}
