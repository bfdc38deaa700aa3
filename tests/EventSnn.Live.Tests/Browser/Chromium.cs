using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventSnn.Live.Tests.Browser;

/// <summary>A headless Chromium with one page, driven by the DevTools protocol. Needs no package.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private readonly Process process;
    private readonly string profile;
    private readonly ClientWebSocket socket = new();
    private int next;

    private Chromium(Process process, string profile)
    {
        this.process = process;
        this.profile = profile;
    }

    public static string? Path => Environment.GetEnvironmentVariable("EVENTSNN_CHROMIUM") is { Length: > 0 } given ? given : Places.FirstOrDefault(File.Exists);

    /// <summary>Starts the browser with a webcam that plays a video again and again; skips the test where there is no browser.</summary>
    public static async Task<Chromium> StartAsync(string? webcam, CancellationToken cancel)
    {
        Assert.SkipUnless(Path is not null, "no Chromium: install it (apt-get install chromium) or set EVENTSNN_CHROMIUM");
        string folder = Directory.CreateTempSubdirectory("eventsnn-chromium-").FullName;
        var start = new ProcessStartInfo(Path!) { RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in (string[])
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", .. webcam is null ? [] : (string[])[$"--use-file-for-fake-video-capture={webcam}"],
            "--remote-debugging-port=0", $"--user-data-dir={folder}", "about:blank",
        ])
        {
            start.ArgumentList.Add(argument);
        }

        Process started = Process.Start(start)!;
        var browser = new Chromium(started, folder);
        try
        {
            string? line;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(Limit);
            do
            {
                line = await started.StandardError.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException("Chromium ended before it listened.");
            }
            while (!line.Contains("DevTools listening on ", StringComparison.Ordinal));

            _ = started.StandardError.ReadToEndAsync(CancellationToken.None);
            var endpoint = new Uri(line[(line.IndexOf("ws://", StringComparison.Ordinal))..].Trim());
            using var http = new HttpClient();
            string? page;
            while ((page = await FindPage(http, endpoint, limit.Token)) is null)
            {
                await Task.Delay(LookAgain, limit.Token); // it listens before its page is there
            }

            await browser.socket.ConnectAsync(new Uri(page), limit.Token);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    public async Task<JsonNode> Call(string method, object? parameters, CancellationToken cancel)
    {
        int id = ++next;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit);
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters ?? new { } }), WebSocketMessageType.Text, true, limit.Token);
        while (true)
        {
            JsonNode answer = JsonNode.Parse(await Receive(limit.Token))!;
            if ((int?)answer["id"] == id)
            {
                return answer["error"] is { } error ? throw new InvalidOperationException($"{method}: {error}") : answer["result"]!;
            }
        }
    }

    /// <summary>Evaluates an expression of the page; a promise is awaited.</summary>
    public async Task<JsonNode?> Evaluate(string expression, CancellationToken cancel)
    {
        JsonNode result = await Call("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true, userGesture = true }, cancel);
        return result["exceptionDetails"] is { } fault ? throw new InvalidOperationException($"{expression}: {fault}") : result["result"]?["value"]?.DeepClone();
    }

    /// <summary>Waits in the page, frame by frame, until a condition holds.</summary>
    public async Task Until(string condition, CancellationToken cancel, int seconds = 200)
    {
        JsonNode? held = await Evaluate(
            $"new Promise(done => {{ const began = performance.now(); const look = () => ({condition}) ? done('') : performance.now() - began > {seconds * 1000} ? done(document.body.innerText) : setTimeout(look, 30); look(); }})", cancel);
        string text = (string?)held ?? string.Empty;
        if (text.Length > 0)
        {
            throw new TimeoutException($"Waited {seconds} s for {condition}. The page says: {text}");
        }
    }

    public async Task Open(Uri address, CancellationToken cancel)
    {
        await Call("Page.navigate", new { url = address.ToString() }, cancel);
        await Until("document.readyState === 'complete' && document.getElementById('link')?.dataset.state === 'open'", cancel);
    }

    public Task Key(string type, string key, string code, CancellationToken cancel) =>
        Call("Input.dispatchKeyEvent", new { type, key, code, text = type == "keyDown" ? key : string.Empty }, cancel);

    public async Task Screenshot(string file, int width, int height, bool dark, CancellationToken cancel)
    {
        await Call("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = width < 600 }, cancel);
        await Call("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = dark ? "dark" : "light" } } }, cancel);
        await Evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 300))))", cancel);
        JsonNode picture = await Call("Page.captureScreenshot", new { format = "png" }, cancel);
        await File.WriteAllBytesAsync(file, Convert.FromBase64String((string)picture["data"]!), cancel);
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Limit);
        }

        process.Dispose();
        try
        {
            Directory.Delete(profile, recursive: true);
        }
        catch (IOException)
        {
            // A helper process of the browser may still hold a file; the folder is temporary anyway.
        }
    }

    private static async Task<string?> FindPage(HttpClient http, Uri endpoint, CancellationToken cancel)
    {
        JsonNode targets = JsonNode.Parse(await http.GetStringAsync(new Uri($"http://{endpoint.Authority}/json/list"), cancel))!;
        return (string?)targets.AsArray().FirstOrDefault(t => (string?)t!["type"] == "page")?["webSocketDebuggerUrl"];
    }

    private async Task<string> Receive(CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), cancel);
            bytes.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
