using System.Net;
using EventSnn.Live.Session;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EventSnn.Live.Host;

/// <summary>Serves the page of a session: static files from this assembly, a WebSocket, and the export.</summary>
public sealed class LiveHost : IAsyncDisposable
{
    private const string ContentPolicy =
        "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    private readonly WebApplication application;
    private readonly CancellationTokenSource stop = new();

    private LiveHost(WebApplication application, Uri address)
    {
        this.application = application;
        Address = address;
    }

    /// <summary>What to open in a browser, with the token where one is needed.</summary>
    public Uri Address { get; private set; }

    /// <summary>Starts to listen.</summary>
    /// <param name="session">The session; borrowed.</param>
    /// <param name="options">Where; null for the defaults.</param>
    /// <returns>The host; dispose it.</returns>
    /// <exception cref="IOException">The port cannot be had.</exception>
    /// <exception cref="ArgumentException">The address can be reached by others and there is no token.</exception>
    public static async Task<LiveHost> StartAsync(LiveSession session, LiveHostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        options ??= new LiveHostOptions();
        var guard = new AccessGuard(options);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(options.Endpoint);
        });
        WebApplication web = builder.Build();
        var host = new LiveHost(web, new Uri("http://localhost"));
        web.UseWebSockets();
        web.Run(context => host.AnswerAsync(context, guard, session));
        await web.StartAsync();
        var bound = new Uri(web.Urls.First());
        string name = IPAddress.Any.Equals(options.Endpoint.Address) || IPAddress.IPv6Any.Equals(options.Endpoint.Address) ? Dns.GetHostName() : bound.Host;
        host.Address = new Uri($"http://{name}:{bound.Port}/{(options.Token is null ? string.Empty : $"?token={Uri.EscapeDataString(options.Token)}")}");
        return host;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await application.DisposeAsync();
        stop.Dispose();
    }

    private async Task AnswerAsync(HttpContext context, AccessGuard guard, LiveSession session)
    {
        if (guard.Check(context.Request) is { } refused)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, refused);
            return;
        }

        switch (context.Request.Path.Value)
        {
            case "/live":
                await ConnectAsync(context, session);
                break;
            case "/export":
                context.Response.ContentType = "application/zip";
                context.Response.Headers.ContentDisposition = "attachment; filename=\"eventsnn-session.zip\"";
                await context.Response.Body.WriteAsync(session.Pipeline.Export(), context.RequestAborted);
                break;
            default:
                await SendFileAsync(context);
                break;
        }
    }

    private async Task ConnectAsync(HttpContext context, LiveSession session)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "This address takes WebSockets.");
            return;
        }

        if (!AccessGuard.IsOwnPage(context.Request))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "Only the page itself may connect.");
            return;
        }

        using System.Net.WebSockets.WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        using var connection = new LiveConnection(socket, session);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, context.RequestAborted);
        await connection.RunAsync(either.Token);
    }

    private static async Task SendFileAsync(HttpContext context)
    {
        string path = context.Request.Path.Value is "/" or null ? "index.html" : context.Request.Path.Value.TrimStart('/');
        await using Stream? file = typeof(LiveHost).Assembly.GetManifestResourceStream($"page/{path}");
        if (file is null)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such page.");
            return;
        }

        if (context.Request.Query["token"].ToString() is { Length: > 0 } token)
        {
            context.Response.Cookies.Append(AccessGuard.Cookie, token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict });
        }

        context.Response.ContentType = Path.GetExtension(path) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        };
        context.Response.Headers.ContentSecurityPolicy = ContentPolicy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.ContentLength = file.Length;
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
