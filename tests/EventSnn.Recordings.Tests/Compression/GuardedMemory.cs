using System.Runtime.InteropServices;

namespace EventSnn.Recordings.Tests.Compression;

/// <summary>Memory between two pages that nobody may touch: a look or a store outside ends the process. Never given back.</summary>
internal static unsafe partial class GuardedMemory
{
    private const int Page = 4096;

    /// <summary>Takes memory.</summary>
    /// <param name="size">Bytes, whole pages.</param>
    /// <returns>Its beginning.</returns>
    public static byte* Take(int size)
    {
        const int ReadWrite = 3;
        const int PrivateAnonymous = 0x22;
        nint start = Map(0, (nuint)size + (2 * Page), ReadWrite, PrivateAnonymous, -1, 0);
        Protect(start, Page, 0).ShouldBe(0);
        Protect(start + Page + size, Page, 0).ShouldBe(0);
        return (byte*)(start + Page);
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);
}
