using System.Runtime.InteropServices;

namespace EventSnn.Recordings.Compression;

/// <summary>The library's in and out buffer: pointer, size, position.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ZstdBuffer
{
    /// <summary>The bytes.</summary>
    public byte* Bytes;

    /// <summary>How many there are.</summary>
    public nuint Size;

    /// <summary>How many were used.</summary>
    public nuint Position;
}
