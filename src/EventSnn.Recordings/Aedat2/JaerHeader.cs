using System.Buffers.Binary;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Aedat2;

/// <summary>The text header of AEDAT 1.0 and 2.0: lines that begin with '#', often with preferences as XML inside.</summary>
/// <param name="Chip">The chip whose bit layout applies.</param>
/// <param name="ChipFrom">How it is known.</param>
internal sealed record JaerHeader(JaerChip Chip, string ChipFrom)
{
    private const int MaximumLength = 4 * 1024 * 1024;
    private const string LastLine = "#End Of ASCII Header";

    /// <summary>Reads the header and moves to the first record.</summary>
    /// <param name="source">The recording, at its first byte.</param>
    /// <param name="recordSize">6 for AEDAT 1.0, 8 for AEDAT 2.0.</param>
    /// <returns>The header.</returns>
    /// <exception cref="RecordingException">The chip that was asked for is unknown.</exception>
    public static JaerHeader Read(RecordingSource source, int recordSize)
    {
        JaerChip? named = null;
        while (IsTextLine(source) && HeaderLine.Read(source, MaximumLength) is { } line)
        {
            if (line.StartsWith("# AEChip:", StringComparison.Ordinal))
            {
                named = JaerChip.In(line) ?? named;
            }

            if (line.StartsWith(LastLine, StringComparison.Ordinal))
            {
                break;
            }
        }

        if (source.Options.Chip is { } asked)
        {
            JaerChip chip = JaerChip.In(asked) ?? throw source.Error(
                0, $"one of the chips {string.Join(", ", JaerChip.All.Select(c => c.Name))}", $"'{asked}'", "Name one of those with --chip.");
            return new JaerHeader(chip, "as given");
        }

        if (named is not null)
        {
            return new JaerHeader(named, "from the header");
        }

        bool wide = recordSize == 8 && HasWideAddress(source);
        return new JaerHeader(
            JaerChip.All[wide ? 1 : 0], "assumed from its addresses, because the header names none; else give --chip");
    }

    /// <summary>A record whose first byte is '#' holds bytes that no header line does.</summary>
    private static bool IsTextLine(RecordingSource source)
    {
        ReadOnlySpan<byte> bytes = source.Window.FillSpan(8);
        bytes = bytes[..Math.Min(8, bytes.Length)];
        int end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        foreach (byte b in end < 0 ? bytes : bytes[..end])
        {
            if (b is < 0x20 and not (byte)'\t')
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasWideAddress(RecordingSource source)
    {
        source.Window.Fill(4096);
        ReadOnlySpan<byte> bytes = source.Window.Available;
        for (int i = 0; i + 8 <= Math.Min(bytes.Length, 4096); i += 8)
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(bytes[i..]) > 0xFFFF)
            {
                return true;
            }
        }

        return false;
    }
}
