using System.Runtime.InteropServices;

namespace EventSnn.Recordings.Bytes;

/// <summary>Asks Linux to back large fresh arrays with huge pages: first touching them costs more than decoding into them.</summary>
internal static partial class HugePages
{
    private const int Threshold = 4 * 1024 * 1024;
    private const int PageSize = 4096;
    private const int MadvHugePage = 14;
    private static bool unavailable = !OperatingSystem.IsLinux();

    /// <summary>Gives the advice; without effect on other systems and on small arrays.</summary>
    /// <param name="memory">The memory; its content does not change.</param>
    public static unsafe void Advise(Span<byte> memory)
    {
        if (unavailable || memory.Length < Threshold)
        {
            return;
        }

        fixed (byte* start = memory)
        {
            nint first = ((nint)start + PageSize - 1) & ~(nint)(PageSize - 1);
            nint last = ((nint)start + memory.Length) & ~(nint)(PageSize - 1);
            try
            {
                _ = Madvise(first, (nuint)(last - first), MadvHugePage);
            }
            catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
            {
                unavailable = true;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(nint address, nuint length, int advice);
}
