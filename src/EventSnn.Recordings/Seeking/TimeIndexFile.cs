using System.Security.Cryptography;
using System.Text;

namespace EventSnn.Recordings.Seeking;

/// <summary>
/// The file that an index is kept in: a mark with a version, SHA-256 of the rest, the key, the figures, the blocks; little-endian.
/// A file that is not exactly that is no index.
/// </summary>
internal static class TimeIndexFile
{
    /// <summary>The version changes with every change of this layout or of what any reader carries in its state.</summary>
    private static ReadOnlySpan<byte> Mark => "EventSnn index 1\n"u8;

    private const int MaximumLength = 16 * 1024 * 1024;
    private const int MostValues = 64;

    /// <summary>Reads an index.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="key">What it must belong to.</param>
    /// <returns>The index; null where there is none, or it is damaged, or belongs to something else.</returns>
    public static TimeIndex? Read(string path, IndexKey key)
    {
        byte[] bytes;
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: <= MaximumLength })
            {
                return null;
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        int body = Mark.Length + SHA256.HashSizeInBytes;
        if (bytes.Length < body || !bytes.AsSpan().StartsWith(Mark)
            || !SHA256.HashData(bytes.AsSpan(body)).AsSpan().SequenceEqual(bytes.AsSpan(Mark.Length, SHA256.HashSizeInBytes)))
        {
            return null;
        }

        try
        {
            using BinaryReader reader = new(new MemoryStream(bytes, body, bytes.Length - body), Encoding.UTF8);
            IndexKey found = new(reader.ReadString(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadString(), reader.ReadString());
            return found == key ? ReadBody(reader) : null;
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Writes an index; the file appears whole or not at all.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="key">What it belongs to.</param>
    /// <param name="index">The index.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, IndexKey key, TimeIndex index)
    {
        MemoryStream content = new();
        using (BinaryWriter writer = new(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(key.Path);
            writer.Write(key.Length);
            writer.Write(key.Modified);
            writer.Write(key.Ends);
            writer.Write(key.Reading);
            foreach (long figure in (long[])[index.FirstTime, index.Events, index.Warnings, index.LargestX, index.LargestY, index.Blocks.Count])
            {
                writer.Write(figure);
            }

            foreach (IndexBlock block in index.Blocks)
            {
                writer.Write(block.FirstEvent);
                writer.Write(block.Smallest);
                writer.Write(block.Largest);
                writer.Write(block.State.Length);
                foreach (long value in block.State)
                {
                    writer.Write(value);
                }
            }
        }

        string partial = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.partial";
        using (FileStream file = new(partial, FileMode.Create))
        {
            ReadOnlySpan<byte> body = content.GetBuffer().AsSpan(0, (int)content.Length);
            file.Write(Mark);
            file.Write(SHA256.HashData(body));
            file.Write(body);
        }

        File.Move(partial, path, overwrite: true);
    }

    private static TimeIndex? ReadBody(BinaryReader reader)
    {
        long firstTime = reader.ReadInt64();
        long events = reader.ReadInt64();
        long warnings = reader.ReadInt64();
        int largestX = (int)reader.ReadInt64();
        int largestY = (int)reader.ReadInt64();
        long count = reader.ReadInt64();
        if (count is < 1 or > TimeIndex.MaximumBlocks)
        {
            return null;
        }

        List<IndexBlock> blocks = [];
        for (int i = 0; i < count; i++)
        {
            long first = reader.ReadInt64();
            long smallest = reader.ReadInt64();
            long largest = reader.ReadInt64();
            int values = reader.ReadInt32();
            if (values is < 1 or > MostValues || first >= events || (i > 0 && first <= blocks[^1].FirstEvent) || (i == 0 && first != 0))
            {
                return null;
            }

            long[] state = new long[values];
            for (int v = 0; v < values; v++)
            {
                state[v] = reader.ReadInt64();
            }

            blocks.Add(new IndexBlock(first, smallest, largest, state));
        }

        return new TimeIndex(firstTime, events, warnings, largestX, largestY, blocks);
    }
}
