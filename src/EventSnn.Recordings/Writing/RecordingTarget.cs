using EventSnn.Recordings.Bytes;

namespace EventSnn.Recordings.Writing;

/// <summary>What a format needs to write a recording.</summary>
/// <param name="sink">Where the bytes go.</param>
/// <param name="name">Path or name for errors.</param>
/// <param name="options">How to write.</param>
internal sealed class RecordingTarget(ByteSink sink, string name, WriteOptions options)
{
    /// <summary>Where the bytes go.</summary>
    public ByteSink Sink { get; } = sink;

    /// <summary>Path or name for errors.</summary>
    public string Name { get; } = name;

    /// <summary>How to write.</summary>
    public WriteOptions Options { get; } = options;

    /// <summary>Makes the exception for events that the format cannot hold.</summary>
    public RecordingException Refuse(string expected, string found, string wayOn) => new(Name, null, expected, found, wayOn);
}
