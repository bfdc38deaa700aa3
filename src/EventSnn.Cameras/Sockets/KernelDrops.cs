using System.Globalization;

namespace EventSnn.Cameras.Sockets;

/// <summary>Asks Linux how many datagrams it dropped at a port because the receive buffer was full. Elsewhere it stays 0.</summary>
internal sealed class KernelDrops(int port, bool isVersion6)
{
    private readonly string table = isVersion6 ? "/proc/net/udp6" : "/proc/net/udp";
    private readonly string place = $":{port:X4}";
    private long? first;

    /// <summary>Datagrams dropped since the first call.</summary>
    public long Read()
    {
        long? now = Total();
        first ??= now;
        return now is { } n && first is { } f ? Math.Max(0, n - f) : 0;
    }

    private long? Total()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            foreach (string line in File.ReadLines(table).Skip(1))
            {
                string[] cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (cells.Length > 12 && cells[1].EndsWith(place, StringComparison.Ordinal))
                {
                    return long.TryParse(cells[^1], NumberStyles.None, CultureInfo.InvariantCulture, out long drops) ? drops : null;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A container may hide the table; then the system does not tell.
        }

        return null;
    }
}
