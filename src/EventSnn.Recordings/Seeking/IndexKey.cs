using System.Security.Cryptography;
using System.Text;
using EventSnn.Recordings.Reading;
using Microsoft.Win32.SafeHandles;

namespace EventSnn.Recordings.Seeking;

/// <summary>What an index belongs to: a file as it is now, read in one way.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Modified">When it was last written, in ticks of UTC.</param>
/// <param name="Ends">A digest of its first and last 4096 bytes.</param>
/// <param name="Reading">Format and options that decide which events are read.</param>
internal sealed record IndexKey(string Path, long Length, long Modified, string Ends, string Reading)
{
    private const int End = 4096;

    /// <summary>Takes the key of an open file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="handle">The file; its position does not change.</param>
    /// <param name="format">The format that it is read as.</param>
    /// <param name="options">How it is read.</param>
    public static IndexKey Of(string path, SafeFileHandle handle, string format, ReadOptions options)
    {
        long length = RandomAccess.GetLength(handle);
        byte[] ends = new byte[2 * End];
        int used = RandomAccess.Read(handle, ends.AsSpan(0, End), 0);
        used += RandomAccess.Read(handle, ends.AsSpan(used, End), Math.Max(0, length - End));
        string reading = string.Join('|', format, options.Stream, options.Chip, options.Size, options.IgnoreValidBit);
        return new IndexKey(
            System.IO.Path.GetFullPath(path), length, File.GetLastWriteTimeUtc(handle).Ticks, System.Convert.ToHexString(SHA256.HashData(ends.AsSpan(0, used))), reading);
    }

    /// <summary>The name of the file that the index is kept in.</summary>
    public string FileName => System.Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Path}\n{Reading}")))[..32].ToLowerInvariant() + ".index";
}
