namespace EventSnn.Recordings;

/// <summary>
/// The one exception for a recording or label file that cannot be read or written as asked. Its message is one paragraph that
/// names the file, the place, what was expected, what was found, and how to go on.
/// </summary>
#pragma warning disable RCS1194 // The usual constructors would allow an error without file, expectation and finding.
public sealed class RecordingException : Exception
#pragma warning restore RCS1194
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">Path or name of the file.</param>
    /// <param name="byteOffset">Offset in the (decompressed) content in bytes; null where the fault has no place in the file.</param>
    /// <param name="expected">What should have been there, as a noun phrase.</param>
    /// <param name="found">What was there instead, as a noun phrase.</param>
    /// <param name="wayOn">One sentence about how to go on; null where there is nothing to advise.</param>
    /// <param name="inner">The cause, where another exception told of it.</param>
    public RecordingException(string file, long? byteOffset, string expected, string found, string? wayOn = null, Exception? inner = null)
        : base(Compose(file, byteOffset, expected, found, wayOn), inner)
    {
        File = file;
        ByteOffset = byteOffset;
        Expected = expected;
        Found = found;
        WayOn = wayOn;
    }

    /// <summary>Path or name of the file.</summary>
    public string File { get; }

    /// <summary>Offset in the (decompressed) content in bytes; null where the fault has no place in the file.</summary>
    public long? ByteOffset { get; }

    /// <summary>What should have been there.</summary>
    public string Expected { get; }

    /// <summary>What was there instead.</summary>
    public string Found { get; }

    /// <summary>How to go on; null where there is nothing to advise.</summary>
    public string? WayOn { get; }

    private static string Compose(string file, long? offset, string expected, string found, string? wayOn)
    {
        string place = offset is { } at ? $"{file}, byte {at}" : file;
        return $"{place}: expected {expected}, found {found}.{(wayOn is null ? string.Empty : " " + wayOn)}";
    }
}
