using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace EventSnn.Live.Host;

/// <summary>
/// Who may come in: on loopback, requests that name this machine; elsewhere, requests with the token. WebSockets only from our own
/// page, so that no other page in the same browser can listen in or teach.
/// </summary>
internal sealed class AccessGuard
{
    public const string Cookie = "eventsnn-token";
    private readonly byte[]? token;
    private readonly bool isLoopback;

    public AccessGuard(LiveHostOptions options)
    {
        isLoopback = IPAddress.IsLoopback(options.Endpoint.Address);
        token = options.Token is { Length: > 0 } text ? Encoding.UTF8.GetBytes(text) : null;
        if (!isLoopback && token is null)
        {
            throw new ArgumentException("An address that others can reach needs a token.", nameof(options));
        }
    }

    /// <summary>Checks a request.</summary>
    /// <returns>Null where it may come in, else a sentence that says why not.</returns>
    public string? Check(HttpRequest request)
    {
        // A foreign name that leads to this machine (DNS rebinding) must not open what only this machine may see.
        if (isLoopback && !(request.Host.Host is "localhost" || (IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out IPAddress? named) && IPAddress.IsLoopback(named))))
        {
            return "This page is for this machine only; open it as http://127.0.0.1.";
        }

        if (token is not null && !IsToken(request.Query["token"]) && !IsToken(request.Cookies[Cookie]))
        {
            return "This page needs its token: open the address that eventsnn live has printed.";
        }

        return null;
    }

    /// <summary>Whether a WebSocket comes from our own page.</summary>
    public static bool IsOwnPage(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out Uri? origin) && origin.Authority == request.Host.Value;

    private bool IsToken(string? text) => text is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), token);
}
