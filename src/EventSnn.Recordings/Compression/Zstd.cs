using System.Reflection;
using System.Runtime.InteropServices;

namespace EventSnn.Recordings.Compression;

/// <summary>The system's Zstandard library, where it is installed.</summary>
internal static partial class Zstd
{
    private const string Library = "zstd";

    static Zstd()
    {
        // The resolver first: the probe needs it.
        NativeLibrary.SetDllImportResolver(typeof(Zstd).Assembly, Resolve);
        IsAvailable = Probe();
    }

    /// <summary>Whether the library can be loaded.</summary>
    public static bool IsAvailable { get; }

    /// <summary>What to tell where it cannot.</summary>
    public static string Missing => "Install the Zstandard library (package libzstd1 on Debian and Ubuntu, libzstd on Fedora, zstd on macOS), or convert the file elsewhere.";

    /// <summary>Whether a call's answer is an error.</summary>
    public static bool IsError(nuint code) => ZSTD_isError(code) != 0;

    /// <summary>The name of an error.</summary>
    public static string ErrorName(nuint code) => Marshal.PtrToStringUTF8(ZSTD_getErrorName(code)) ?? "an unknown error";

    [LibraryImport(Library)]
    internal static partial nint ZSTD_createDStream();

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_freeDStream(nint stream);

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_initDStream(nint stream);

    [LibraryImport(Library)]
    internal static unsafe partial nuint ZSTD_decompressStream(nint stream, ZstdBuffer* output, ZstdBuffer* input);

    [LibraryImport(Library)]
    internal static unsafe partial nuint ZSTD_compress(byte* target, nuint capacity, byte* source, nuint length, int level);

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_compressBound(nuint length);

    [LibraryImport(Library)]
    private static partial uint ZSTD_isError(nuint code);

    [LibraryImport(Library)]
    private static partial nint ZSTD_getErrorName(nuint code);

    private static bool Probe()
    {
        try
        {
            return ZSTD_compressBound(0) < 1024;
        }
        catch (DllNotFoundException)
        {
            return false;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
        {
            return 0;
        }

        foreach (string candidate in (string[])["libzstd.so.1", "libzstd.1.dylib", "libzstd.dll", "zstd.dll", "libzstd.so"])
        {
            if (NativeLibrary.TryLoad(candidate, assembly, path, out nint handle))
            {
                return handle;
            }
        }

        return 0;
    }
}
