using System.Net;
using System.Net.Sockets;

namespace EventSnn.Cameras.Tests;

/// <summary>Ports of this machine that nobody has at the moment.</summary>
internal static class FreePort
{
    public static int Udp()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
