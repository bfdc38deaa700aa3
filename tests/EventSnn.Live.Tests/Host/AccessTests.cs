using System.Net;
using System.Net.WebSockets;
using EventSnn.Events.Geometry;
using EventSnn.Live.Host;
using EventSnn.Live.Pipeline;
using EventSnn.Live.Session;

namespace EventSnn.Live.Tests.Host;

public sealed class AccessTests : IAsyncLifetime
{
    private readonly LiveSession session = new(new LivePipeline(SensorSize.Dvs128), null, "webcam");
    private readonly HttpClient http = new();
    private LiveHost open = null!;
    private LiveHost guarded = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        open = await LiveHost.StartAsync(session, new LiveHostOptions { Endpoint = new IPEndPoint(IPAddress.Loopback, 0) });
        guarded = await LiveHost.StartAsync(session, new LiveHostOptions { Endpoint = new IPEndPoint(IPAddress.Loopback, 0), Token = "se cret" });
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await open.DisposeAsync();
        await guarded.DisposeAsync();
        await session.DisposeAsync();
    }

    [Fact]
    public async Task An_address_that_others_can_reach_needs_a_token() =>
        (await Should.ThrowAsync<ArgumentException>(() => LiveHost.StartAsync(session, new LiveHostOptions { Endpoint = new IPEndPoint(IPAddress.Any, 0) })))
            .Message.ShouldContain("token");

    [Fact]
    public async Task The_page_comes_without_anything_from_elsewhere()
    {
        using HttpResponseMessage answer = await http.GetAsync(open.Address, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'self'");
        string page = await answer.Content.ReadAsStringAsync(Cancel);
        page.ShouldNotContain("http://");
        page.ShouldNotContain("https://");
        foreach (string file in (string[])["app.js", "surface.js", "history.js", "webcam.js", "style.css", "icon.svg"])
        {
            (await http.GetAsync(new Uri(open.Address, file), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK, file);
        }

        (await http.GetAsync(new Uri(open.Address, "../appsettings.json"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Without_the_token_nothing_is_given()
    {
        var bare = new Uri(guarded.Address.GetLeftPart(UriPartial.Path));
        (await http.GetAsync(bare, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await http.GetAsync(new Uri(bare, "export"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await http.GetAsync(new Uri(bare, "?token=se"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await http.GetAsync(guarded.Address, Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetAsync(new Uri(bare, "style.css"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK); // the cookie of the page
    }

    [Fact]
    public async Task A_foreign_name_for_this_machine_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, open.Address) { Headers = { Host = "evil.example:80" } };
        (await http.SendAsync(request, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://evil.example")]
    [InlineData("http://127.0.0.1:1")]
    public async Task Another_page_cannot_open_the_socket(string? origin)
    {
        using var socket = new ClientWebSocket();
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(Live, Cancel));
    }

    [Fact]
    public async Task A_message_that_is_too_large_ends_the_connection_and_a_wrong_one_is_refused_with_a_sentence()
    {
        using ClientWebSocket socket = await Connect();
        await socket.SendAsync("{\"do\":\"dance\"}"u8.ToArray(), WebSocketMessageType.Text, true, Cancel);
        (await Refusal(socket)).ShouldContain("There is no command 'dance'");
        await socket.SendAsync("no json"u8.ToArray(), WebSocketMessageType.Text, true, Cancel);
        (await Refusal(socket)).ShouldContain("JSON");
        await socket.SendAsync(new byte[50], WebSocketMessageType.Binary, true, Cancel);
        (await Refusal(socket)).ShouldContain("webcam frame");
        await socket.SendAsync(new byte[700_000], WebSocketMessageType.Binary, true, Cancel);
        await Should.ThrowAsync<InvalidOperationException>(() => Refusal(socket));
        socket.CloseStatus.ShouldBe(WebSocketCloseStatus.MessageTooBig);
    }

    private Uri Live => new(open.Address.ToString().Replace("http://", "ws://", StringComparison.Ordinal) + "live");

    private async Task<ClientWebSocket> Connect()
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", open.Address.GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(Live, Cancel);
        return socket;
    }

    private static async Task<string> Refusal(ClientWebSocket socket)
    {
        byte[] buffer = new byte[1 << 20];
        while (true)
        {
            WebSocketReceiveResult part = await socket.ReceiveAsync(buffer, Cancel).WaitAsync(TimeSpan.FromSeconds(120), Cancel);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new InvalidOperationException("closed");
            }

            string text = System.Text.Encoding.UTF8.GetString(buffer, 0, part.Count);
            if (part.MessageType == WebSocketMessageType.Text && text.Contains("\"refused\"", StringComparison.Ordinal))
            {
                return text;
            }
        }
    }
}
