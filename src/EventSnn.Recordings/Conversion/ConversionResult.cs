using EventSnn.Events.Geometry;
using EventSnn.Recordings.Seeking;
using EventSnn.Recordings.Sensors;

namespace EventSnn.Recordings.Conversion;

/// <summary>What a conversion did: <c>Read = Written + OutsideTime + Filtered</c>.</summary>
/// <param name="Read">Events of the recording; those that an index tells of without being read are among them.</param>
/// <param name="Written">Events written.</param>
/// <param name="OutsideTime">Events before or behind the time range.</param>
/// <param name="Filtered">Events that filters took out.</param>
/// <param name="Skipped">Records that the reader skipped.</param>
/// <param name="Warnings">Faults that the reader passed over.</param>
/// <param name="Size">The sensor that was read, and where its size is known from.</param>
public sealed record ConversionResult(long Read, long Written, long OutsideTime, long Filtered, long Skipped, long Warnings, KnownSize Size)
{
    /// <summary>How many of the events outside the time range were not even read, thanks to an index or a table in the file.</summary>
    public long PassedOver { get; init; }

    /// <summary>The sensor of the recording written, after the filters; null where none is known.</summary>
    public SensorSize? WrittenSize { get; init; }

    /// <summary>How the time range was found.</summary>
    public TimeIndexUse IndexUse { get; init; }

    /// <summary>Why an index could not be kept; null where it was, or none was wanted.</summary>
    public string? IndexFault { get; init; }
}
