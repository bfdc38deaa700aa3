using EventSnn.Events.Geometry;

namespace EventSnn.Recordings.Writing;

/// <summary>How a recording is written.</summary>
public sealed record WriteOptions
{
    /// <summary>The defaults: format by extension, no size.</summary>
    public static WriteOptions Default { get; } = new();

    /// <summary>The format's name (see <see cref="Recording.FormatNames"/>); null to take it from the file's extension.</summary>
    public string? Format { get; init; }

    /// <summary>The sensor; written where the format can hold it, and events outside are refused. Needed by formats with the origin lower-left.</summary>
    public SensorSize? Size { get; init; }

    /// <summary>The camera's name, where the format holds one; null for the format's usual one.</summary>
    public string? Camera { get; init; }

    /// <summary>Compression inside the format (AEDAT 4): <c>none</c>, <c>lz4</c> or <c>zstd</c>; null for the format's default.</summary>
    public string? Compression { get; init; }
}
