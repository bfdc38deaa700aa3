using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EventSnn.Recordings.Bytes;

/// <summary>
/// A whole file mapped into memory for reading, on Linux. Pages are asked for in pieces before they are looked at, so that a file
/// that was cut, or a disk that fails, answers with an error here and not with a signal that ends the process.
/// </summary>
internal sealed partial class FileMapping : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Shorter files are read: mapping costs more than it saves.</summary>
    private const long Shortest = 1024 * 1024;
    private const int ProtRead = 1;
    private const int MapPrivate = 2;
    private const int MadvSequential = 2;
    private const int MadvDontNeed = 4;
    private const int MadvPopulateRead = 22;
    private static readonly nint PageSize = Environment.SystemPageSize;

    private FileMapping(nint start, long length)
        : base(ownsHandle: true)
    {
        SetHandle(start);
        Length = length;
    }

    /// <summary>Bytes that the file had when it was mapped.</summary>
    public long Length { get; }

    /// <summary>Maps a file.</summary>
    /// <param name="file">An open file.</param>
    /// <returns>Null where the file is short or no plain file, or the system cannot do what this needs (Linux from 5.14 on).</returns>
    public static FileMapping? Of(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return null;
        }

        try
        {
            long length = RandomAccess.GetLength(file);
            if (length < Shortest)
            {
                return null;
            }

            nint start = Map(0, (nuint)length, ProtRead, MapPrivate, file, 0);
            if (start is 0 or -1)
            {
                return null;
            }

            FileMapping mapping = new(start, length);
            if (mapping.Ask(0, 1))
            {
                _ = Advise(start, (nuint)length, MadvSequential);
                return mapping;
            }

            mapping.Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or NotSupportedException or UnauthorizedAccessException or DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Bytes that were asked for.</summary>
    /// <param name="from">Offset in the file.</param>
    /// <param name="count">How many.</param>
    public unsafe ReadOnlySpan<byte> Bytes(long from, int count) => new((byte*)handle + from, count);

    /// <summary>Has the pages of some bytes provided.</summary>
    /// <param name="from">Offset in the file.</param>
    /// <param name="count">How many.</param>
    /// <returns>False where that fails: the file is shorter by now, or cannot be read there.</returns>
    public bool Ask(long from, long count)
    {
        long first = from & ~(PageSize - 1L);
        return Advise(handle + (nint)first, (nuint)(from + count - first), MadvPopulateRead) == 0;
    }

    /// <summary>Gives pages back that are not needed any more, so that the memory of the process does not grow with the file.</summary>
    /// <param name="from">Offset in the file, at the beginning of a page.</param>
    /// <param name="to">Offset in the file, at the beginning of a page.</param>
    public void Forget(long from, long to) => _ = Advise(handle + (nint)from, (nuint)(to - from), MadvDontNeed);

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Unmap(handle, (nuint)Length) == 0;

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, SafeFileHandle file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
