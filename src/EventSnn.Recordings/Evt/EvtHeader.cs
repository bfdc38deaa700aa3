using System.Globalization;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Evt;

/// <summary>The text header of a Prophesee RAW file; may be missing altogether.</summary>
/// <param name="Size">The sensor: from the geometry, the format line, or the camera's plugin; null where nothing tells it.</param>
/// <param name="Camera">The plugin that recorded; null where not told.</param>
/// <param name="LegacyOrder">EVT 2.1: the 32-bit halves of each word are swapped; null where not told.</param>
internal sealed record EvtHeader(SensorSize? Size, string? Camera, bool? LegacyOrder)
{
    private const int MaximumLength = 1024 * 1024;

    private static readonly (string Plugin, SensorSize Size)[] Plugins =
    [
        ("genx320", new(320, 320)), ("imx636", new(1280, 720)), ("gen41", new(1280, 720)), ("gen4", new(1280, 720)),
        ("gen31", new(640, 480)), ("gen3", new(640, 480)),
    ];

    /// <summary>Reads the header and moves behind it.</summary>
    /// <param name="source">The recording, at its first byte.</param>
    /// <returns>The header; empty where there is none.</returns>
    public static EvtHeader Read(RecordingSource source)
    {
        SensorSize? size = null;
        string? camera = null;
        bool? legacy = null;
        while (IsTextLine(source) && HeaderLine.Read(source, MaximumLength, (byte)'%') is { } line)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is [_, "end", ..])
            {
                break;
            }

            if (words is [_, "geometry", var geometry, ..] && SensorSize.TryParse(geometry, out SensorSize told))
            {
                size = told;
            }
            else if (words is [_, "format", var format, ..])
            {
                size = SizeOf(format) ?? size;
                legacy = format.Contains("endianness=legacy", StringComparison.OrdinalIgnoreCase) ? true
                    : format.Contains("endianness=", StringComparison.OrdinalIgnoreCase) ? false : legacy;
            }
            else if (words is [_, "plugin_name" or "camera_integrator_name", var plugin, ..])
            {
                camera ??= plugin;
            }
        }

        return new EvtHeader(size ?? SizeOfPlugin(camera), camera, legacy);
    }

    /// <summary>The EVT version that a header names.</summary>
    /// <param name="prefix">The first bytes of a file.</param>
    /// <returns>20, 21 or 30; 0 where there is no header or no version in it.</returns>
    public static int Version(ReadOnlySpan<byte> prefix)
    {
        if (!prefix.StartsWith("%"u8))
        {
            return 0;
        }

        return Names(prefix, "% evt 3.0"u8, "format EVT3"u8) ? 30
            : Names(prefix, "% evt 2.1"u8, "format EVT21"u8) ? 21
            : Names(prefix, "% evt 2.0"u8, "format EVT2"u8) ? 20 : 0;
    }

    /// <summary>Tells whether a file begins with the header of a RAW recording, also one that names no version (then it is EVT 2).</summary>
    public static bool IsUnversioned(ReadOnlySpan<byte> prefix) =>
        prefix.StartsWith("% "u8) && Version(prefix) == 0 && Names(prefix, "% firmware_version"u8, "% serial_number"u8);

    private static bool Names(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        prefix.IndexOf(one) >= 0 || prefix.IndexOf(other) >= 0;

    /// <summary>A data word may begin with '%'; a header line goes on with a blank and printable characters.</summary>
    private static bool IsTextLine(RecordingSource source)
    {
        ReadOnlySpan<byte> bytes = source.Window.FillSpan(6);
        bytes = bytes[..Math.Min(6, bytes.Length)];
        if (!bytes.StartsWith("% "u8))
        {
            return false;
        }

        int end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        foreach (byte b in end < 0 ? bytes : bytes[..end])
        {
            if (b is < 0x20 or > 0x7E)
            {
                return false;
            }
        }

        return true;
    }

    private static SensorSize? SizeOf(string format)
    {
        int width = 0;
        int height = 0;
        foreach (string part in format.Split(';'))
        {
            if (part.StartsWith("width=", StringComparison.OrdinalIgnoreCase))
            {
                _ = int.TryParse(part.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out width);
            }
            else if (part.StartsWith("height=", StringComparison.OrdinalIgnoreCase))
            {
                _ = int.TryParse(part.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture, out height);
            }
        }

        return width is >= 1 and <= 65536 && height is >= 1 and <= 65536 ? new SensorSize(width, height) : null;
    }

    private static SensorSize? SizeOfPlugin(string? plugin)
    {
        foreach ((string name, SensorSize size) in Plugins)
        {
            if (plugin is not null && plugin.Contains(name, StringComparison.OrdinalIgnoreCase))
            {
                return size;
            }
        }

        return null;
    }
}
