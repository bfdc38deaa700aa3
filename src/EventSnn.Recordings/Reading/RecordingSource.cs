using EventSnn.Recordings.Bytes;
using Microsoft.Win32.SafeHandles;

namespace EventSnn.Recordings.Reading;

/// <summary>What a format needs to open a recording: its bytes, its name for errors, and the options.</summary>
/// <param name="window">The content from its first byte on.</param>
/// <param name="name">Path or name for errors.</param>
/// <param name="options">How to read.</param>
/// <param name="file">The file itself, where the recording is one that is not wrapped in a compression; else null.</param>
internal sealed class RecordingSource(ByteWindow window, string name, ReadOptions options, SafeFileHandle? file = null) : IDisposable
{
    /// <summary>The content.</summary>
    public ByteWindow Window { get; } = window;

    /// <summary>Path or name for errors.</summary>
    public string Name { get; } = name;

    /// <summary>How to read.</summary>
    public ReadOptions Options { get; } = options;

    /// <summary>The file itself; null where the recording is no plain file.</summary>
    public SafeFileHandle? File { get; } = file;

    /// <summary>Makes the exception for a fault.</summary>
    public RecordingException Error(long offset, string expected, string found, string? wayOn = null) =>
        new(Name, offset, expected, found, wayOn);

    /// <inheritdoc/>
    public void Dispose() => Window.Dispose();
}
