using System.Net;
using System.Net.Sockets;

namespace EventSnn.Cameras.Tests;

/// <summary>Ports of this machine that nobody has at the moment.</summary>
internal static class FreePort
{
    // Below the ports that the system hands out by itself, so that nobody who asks for any port gets one of these meanwhile; another
    // process that runs these tests begins elsewhere.
    private const int First = 20_000;
    private const int Ports = 10_000;
    private static int next = Environment.ProcessId * 131 % Ports;

    public static int Udp()
    {
        for (int attempt = 0; attempt < Ports; attempt++)
        {
            int port = First + (Interlocked.Increment(ref next) % Ports);
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: the next one.
            }
        }

        throw new InvalidOperationException($"None of the ports {First} to {First + Ports - 1} is free.");
    }
}
