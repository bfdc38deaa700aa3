using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using EventSnn.Events.Geometry;
using EventSnn.Live.Pipeline;
using EventSnn.Live.Session;
using EventSnn.Live.Webcam;

namespace EventSnn.Live.Host;

/// <summary>
/// One page. To it: pictures (binary: 1, 0, width u16, height u16, two bytes unused, then u32 per pixel: index * 2 + polarity; all
/// little-endian) 60 times a second, decisions at once and status ten times a second (JSON). From it: webcam frames (binary: 2, 0,
/// width u16, height u16, two bytes unused, milliseconds f64, one byte per pixel) and commands (JSON).
/// </summary>
internal sealed class LiveConnection : IDisposable
{
    private const int PictureHead = 8;
    private const int FrameHead = 16;
    private const int LargestMessage = FrameHead + WebcamCamera.LargestFrame;
    private const int LargestCommand = 4096;
    private const int LargestFarewell = 16 << 20;
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PictureEvery = TimeSpan.FromMilliseconds(16);
    private static readonly TimeSpan StatusEvery = TimeSpan.FromMilliseconds(100);

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly WebSocket socket;
    private readonly LiveSession session;
    private readonly SemaphoreSlim decided = new(0, 1);
    private readonly SemaphoreSlim sending = new(1);
    private LiveDecision? latest;

    public LiveConnection(WebSocket socket, LiveSession session)
    {
        this.socket = socket;
        this.session = session;
    }

    public async Task RunAsync(CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using IDisposable decisions = session.Pipeline.Decisions.Subscribe(Decided);
        try
        {
            Task send = SendAsync(ended.Token);
            await ReceiveAsync(ended.Token);
            await ended.CancelAsync();
            await send;
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The page has gone.
        }
        finally
        {
            session.Pipeline.Teach(null); // a page that goes while a key is held must not teach for ever
        }
    }

    public void Dispose()
    {
        decided.Dispose();
        sending.Dispose();
    }

    private void Decided(LiveDecision decision)
    {
        Volatile.Write(ref latest, decision);
        if (decided.CurrentCount == 0)
        {
            try
            {
                decided.Release();
            }
            catch (SemaphoreFullException)
            {
                // Another decision has just woken the sender.
            }
        }
    }

    private async Task SendAsync(CancellationToken stop)
    {
        byte[] picture = [];
        TimeSurface? surface = null;
        long seen = 0;
        LiveDecision? sent = null;
        long pictureAt = 0;
        long statusAt = 0;
        while (!stop.IsCancellationRequested && socket.State == WebSocketState.Open)
        {
            await decided.WaitAsync(PictureEvery, stop);
            if (Volatile.Read(ref latest) is { } decision && !ReferenceEquals(decision, sent))
            {
                sent = decision;
                await SendJsonAsync(new { Type = "decision", decision.Kind, decision.Name, decision.Confidence, decision.Timestamp, decision.Scores }, stop);
                if (decision.ReceivedAt != 0)
                {
                    session.Pipeline.SentLatency.AddSince(decision.ReceivedAt);
                }
            }

            long now = Environment.TickCount64;
            if (now - pictureAt >= PictureEvery.TotalMilliseconds - 1)
            {
                pictureAt = now;
                if (!ReferenceEquals(surface, session.Pipeline.Surface))
                {
                    surface = session.Pipeline.Surface;
                    seen = 0;
                    picture = new byte[PictureHead + (4 * surface.Size.Pixels)];
                }

                int count = Draw(surface!, picture, ref seen);
                if (count > 0)
                {
                    await SendBytesAsync(picture.AsMemory(0, PictureHead + (4 * count)), WebSocketMessageType.Binary, stop);
                }
            }

            if (now - statusAt >= StatusEvery.TotalMilliseconds)
            {
                statusAt = now;
                await SendJsonAsync(session.Status(), stop);
            }
        }
    }

    private static int Draw(TimeSurface surface, byte[] picture, ref long seen)
    {
        picture[0] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(picture.AsSpan(2), (ushort)surface.Size.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(picture.AsSpan(4), (ushort)surface.Size.Height);
        return surface.Changed(ref seen, MemoryMarshal.Cast<byte, uint>(picture.AsSpan(PictureHead)));
    }

    private async Task ReceiveAsync(CancellationToken stop)
    {
        byte[] buffer = new byte[LargestMessage + 1];
        while (true)
        {
            int length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                if (length == buffer.Length)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, $"A message has at most {LargestMessage} bytes.", stop);
                    await PassOverRestAsync(buffer, stop);
                    return;
                }

                part = await socket.ReceiveAsync(buffer.AsMemory(length), stop);
                length += part.Count;
            }
            while (!part.EndOfMessage);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, stop);
                return;
            }

            string? refused = part.MessageType == WebSocketMessageType.Binary ? TakeFrame(buffer.AsSpan(0, length)) : TakeCommand(buffer.AsSpan(0, length));
            if (refused is not null)
            {
                await SendJsonAsync(new { Type = "refused", Text = refused }, stop);
            }
        }
    }

    /// <summary>Reads on for a while: a connection that is closed with bytes unread is cut, and the page would not hear why.</summary>
    private async Task PassOverRestAsync(byte[] buffer, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(LongestFarewell);
        for (long passed = 0; passed < LargestFarewell;)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            passed += part.Count;
        }
    }

    private string? TakeFrame(ReadOnlySpan<byte> message)
    {
        int width = message.Length >= FrameHead ? BinaryPrimitives.ReadUInt16LittleEndian(message[2..]) : 0;
        int height = message.Length >= FrameHead ? BinaryPrimitives.ReadUInt16LittleEndian(message[4..]) : 0;
        if (width < 8 || height < 8 || message[0] != 2 || message.Length != FrameHead + (width * height) || width * height > WebcamCamera.LargestFrame)
        {
            return $"A webcam frame of 8x8 to {WebcamCamera.LargestFrame} pixels was expected, found {message.Length} bytes.";
        }

        double milliseconds = BinaryPrimitives.ReadDoubleLittleEndian(message[8..]);
        if (!double.IsFinite(milliseconds))
        {
            return "A webcam frame needs a time.";
        }

        session.Frame(new SensorSize(width, height), message[FrameHead..], milliseconds);
        return null;
    }

    private string? TakeCommand(ReadOnlySpan<byte> message)
    {
        if (message.Length > LargestCommand)
        {
            return $"A command has at most {LargestCommand} bytes, found {message.Length}.";
        }

        try
        {
            return session.Execute(JsonNode.Parse(message));
        }
        catch (JsonException)
        {
            return "A command must be JSON.";
        }
    }

    private Task SendJsonAsync(object value, CancellationToken stop) =>
        SendBytesAsync(JsonSerializer.SerializeToUtf8Bytes(value, Json), WebSocketMessageType.Text, stop);

    private async Task SendBytesAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type, CancellationToken stop)
    {
        await sending.WaitAsync(stop);
        try
        {
            await socket.SendAsync(bytes, type, endOfMessage: true, stop);
        }
        finally
        {
            sending.Release();
        }
    }
}
