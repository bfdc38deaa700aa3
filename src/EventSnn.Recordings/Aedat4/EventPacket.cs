using System.Buffers.Binary;
using EventSnn.Recordings.Compression;
using EventSnn.Recordings.FlatBuffers;

namespace EventSnn.Recordings.Aedat4;

/// <summary>The content of a packet: a FlatBuffer behind its length.</summary>
internal static class EventPacket
{
    /// <summary>The FlatBuffer, whose bytes 4 to 8 name its kind.</summary>
    /// <param name="content">The unpacked packet.</param>
    /// <exception cref="CompressedDataException">It is cut.</exception>
    public static ReadOnlySpan<byte> Buffer(ReadOnlySpan<byte> content)
    {
        uint length = content.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(content);
        return length >= 8 && length <= content.Length - 4
            ? content.Slice(4, (int)length)
            : throw new CompressedDataException($"a FlatBuffer of {length} bytes in {content.Length} bytes");
    }

    /// <summary>Finds the event structures.</summary>
    /// <param name="content">The unpacked packet.</param>
    /// <param name="events">Where they lie in it.</param>
    /// <returns>False where it holds something else.</returns>
    /// <exception cref="CompressedDataException">It is cut or damaged.</exception>
    public static bool TryFind(ReadOnlySpan<byte> content, out Range events)
    {
        ReadOnlySpan<byte> buffer = Buffer(content);
        events = default;
        if (!buffer.Slice(4, 4).SequenceEqual("EVTS"u8))
        {
            return false;
        }

        int length = FlatTable.Root(buffer).Vector(0, EventRecords.Size, out int start).Length;
        events = (4 + start)..(4 + start + length);
        return true;
    }
}
