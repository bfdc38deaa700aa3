using System.Runtime.InteropServices;

namespace EventSnn.Recordings.Bytes;

/// <summary>Asks Linux to back large fresh arrays with huge pages: first touching them costs more than decoding into them.</summary>
internal static partial class HugePages
{
    /// <summary>Smaller arrays are left alone.</summary>
    public const int Threshold = 4 * 1024 * 1024;

    private const int PageSize = 4096;
    private const int MadvHugePage = 14;
    private const int MadvPopulateWrite = 23;
    private static bool unavailable = !OperatingSystem.IsLinux();

    /// <summary>Gives the advice; without effect on other systems.</summary>
    /// <param name="start">Where the memory begins; pinned.</param>
    /// <param name="length">Its bytes; what stands there does not change.</param>
    public static void Advise(nint start, nuint length) => Tell(start, length, MadvHugePage);

    /// <summary>Provides the pages of pinned memory now.</summary>
    /// <param name="start">Where the memory begins.</param>
    /// <param name="length">Its bytes; what stands there does not change.</param>
    /// <returns>False where the system cannot.</returns>
    public static bool Populate(nint start, nuint length) => Tell(start, length, MadvPopulateWrite);

    /// <summary>
    /// Whether most of some memory has its pages already, as where the collector gives memory again that it has kept; looks at a few of them.
    /// </summary>
    /// <param name="start">Where the memory begins.</param>
    /// <param name="length">Its bytes.</param>
    /// <returns>False where the system cannot tell.</returns>
    public static unsafe bool AreProvided(nint start, nuint length)
    {
        const int Samples = 8;
        if (unavailable)
        {
            return false;
        }

        int provided = 0;
        try
        {
            for (int i = 0; i < Samples; i++)
            {
                byte page = 0;
                nint at = (start + (nint)(length / Samples * (nuint)i) + PageSize - 1) & ~(nint)(PageSize - 1);
                provided += Mincore(at, PageSize, &page) == 0 && (page & 1) != 0 ? 1 : 0;
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }

        return provided > Samples / 2;
    }

    private static bool Tell(nint start, nuint length, int advice)
    {
        if (unavailable)
        {
            return false;
        }

        nint first = (start + PageSize - 1) & ~(nint)(PageSize - 1);
        nint last = (start + (nint)length) & ~(nint)(PageSize - 1);
        try
        {
            return last > first && Madvise(first, (nuint)(last - first), advice) == 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            unavailable = true;
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "mincore")]
    private static unsafe partial int Mincore(nint address, nuint length, byte* pages);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(nint address, nuint length, int advice);
}
