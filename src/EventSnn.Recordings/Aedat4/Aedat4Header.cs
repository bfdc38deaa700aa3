using System.Buffers.Binary;
using EventSnn.Recordings.Compression;
using EventSnn.Recordings.FlatBuffers;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Aedat4;

/// <summary>The header of AEDAT 4: of a file, of the newer socket (no version line), or none (the older socket).</summary>
/// <param name="Compression">How packets are compressed.</param>
/// <param name="DataTable">Where the table of packets begins; -1 where there is none.</param>
/// <param name="Streams">The declared streams; empty where nothing declares them.</param>
internal sealed record Aedat4Header(Aedat4Compression Compression, long DataTable, IReadOnlyList<Aedat4Stream> Streams)
{
    private const int MaximumLength = 16 * 1024 * 1024;

    /// <summary>The first line of a file.</summary>
    public static ReadOnlySpan<byte> VersionLine => "#!AER-DAT4.0\r\n"u8;

    /// <summary>Tells whether content begins with a packet of the older socket: a stream number, a size, a size-prefixed FlatBuffer.</summary>
    public static bool IsBarePacket(ReadOnlySpan<byte> prefix) =>
        prefix.Length >= 20 && (prefix[16..20].SequenceEqual("EVTS"u8) || prefix[16..20].SequenceEqual("FRME"u8)
            || prefix[16..20].SequenceEqual("IMUS"u8) || prefix[16..20].SequenceEqual("TRIG"u8));

    /// <summary>Tells whether content begins with the header of the newer socket.</summary>
    public static bool IsBareHeader(ReadOnlySpan<byte> prefix) => prefix.Length >= 12 && prefix[8..12].SequenceEqual("IOHE"u8);

    /// <summary>Reads the header and moves to the first packet.</summary>
    /// <param name="source">The recording, at its first byte.</param>
    /// <param name="xmlFault">Whether the XML inside is damaged.</param>
    /// <returns>The header.</returns>
    /// <exception cref="RecordingException">It is damaged.</exception>
    public static Aedat4Header Read(RecordingSource source, out bool xmlFault)
    {
        xmlFault = false;
        ReadOnlySpan<byte> start = source.Window.FillSpan(20);
        if (start.StartsWith(VersionLine))
        {
            source.Window.Consume(VersionLine.Length);
        }
        else if (IsBarePacket(start))
        {
            return new Aedat4Header(Aedat4Compression.None, -1, []);
        }

        long at = source.Window.Position;
        ReadOnlySpan<byte> size = source.Window.FillSpan(4);
        uint length = size.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length is < 8 or > MaximumLength || !source.Window.Fill(4 + (int)length))
        {
            throw source.Error(
                at, "the length of an AEDAT 4 header and so many bytes behind it",
                size.Length < 4 ? "the end of the file" : $"a length of {length} and {Math.Max(0, source.Window.Available.Length - 4)} bytes",
                "The file is cut, or damaged in its header; get it again from where it came from.");
        }

        ReadOnlySpan<byte> buffer = source.Window.Available.Slice(4, (int)length);
        try
        {
            FlatTable table = FlatTable.Root(buffer);
            int compression = table.Int32(0, 0);
            if (compression is < 0 or > 4)
            {
                throw source.Error(at, "a compression from 0 to 4", $"{compression}", "The header is damaged, or of a newer version.");
            }

            List<Aedat4Stream>? streams = Aedat4Info.Parse(table.Text(2));
            xmlFault = streams is null;
            Aedat4Header header = new((Aedat4Compression)compression, table.Int64(1, -1), streams ?? []);
            source.Window.Consume(4 + (int)length);
            return header;
        }
        catch (CompressedDataException e)
        {
            throw source.Error(at, "an AEDAT 4 header", e.Message, "The file is damaged in its header; get it again from where it came from.");
        }
    }
}
