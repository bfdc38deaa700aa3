using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace EventSnn.Recordings.Ahead;

/// <summary>The bytes of one chunk: read into the second-level cache and decoded from there.</summary>
/// <param name="size">Bytes, at most.</param>
internal sealed class ChunkBuffer(int size) : IDisposable
{
    private const int MostSpare = 8;

    /// <summary>Buffers of closed readers: first touching a fresh one costs more than filling it.</summary>
    private static readonly ConcurrentBag<byte[]> Spare = [];
    private byte[] bytes = Spare.TryTake(out byte[]? spare) && spare.Length >= size ? spare : GC.AllocateUninitializedArray<byte>(size, pinned: true);

    /// <summary>Reads bytes of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="position">Offset of the first.</param>
    /// <param name="length">How many.</param>
    /// <param name="read">The bytes.</param>
    /// <returns>False where the file is shorter.</returns>
    public bool Read(SafeFileHandle file, long position, int length, out ReadOnlySpan<byte> read)
    {
        Span<byte> all = bytes.AsSpan(0, length);
        read = all;
        int have = 0;
        while (have < length)
        {
            int n = RandomAccess.Read(file, all[have..], position + have);
            if (n <= 0)
            {
                return false;
            }

            have += n;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (bytes.Length > 0 && Spare.Count < MostSpare)
        {
            Spare.Add(bytes);
        }

        bytes = [];
    }
}
