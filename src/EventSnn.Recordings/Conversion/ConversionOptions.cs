using EventSnn.Events.Geometry;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Conversion;

/// <summary>What happens to the events between reading and writing. Steps are carried out in the order of the members.</summary>
public sealed record ConversionOptions
{
    /// <summary>How to read.</summary>
    public ReadOptions Read { get; init; } = ReadOptions.Default;

    /// <summary>How to write; the size is filled in where it is null.</summary>
    public WriteOptions Write { get; init; } = WriteOptions.Default;

    /// <summary>Keeps events from so many microseconds behind the first event on; null for all.</summary>
    public long? From { get; init; }

    /// <summary>Keeps events up to just before so many microseconds behind the first event; null for all.</summary>
    public long? To { get; init; }

    /// <summary>Cuts out a region, whose upper left corner becomes the origin; null for the whole sensor.</summary>
    public Region? Crop { get; init; }

    /// <summary>Joins squares of so many pixels to one by dividing coordinates; 1 leaves them.</summary>
    public int Downsample { get; init; } = 1;

    /// <summary>Keeps one polarity: true ON, false OFF, null both.</summary>
    public bool? Polarity { get; init; }

    /// <summary>Drops events of pixels that fired less than so many microseconds ago; 0 for none.</summary>
    public long Refractory { get; init; }

    /// <summary>Drops events without an event of a neighbour in the last so many microseconds; 0 for none.</summary>
    public long BackgroundActivity { get; init; }

    /// <summary>Puts the events in order of time; equal times keep their order. Needs 13 bytes of memory per event.</summary>
    public bool Sort { get; init; }

    /// <summary>Shifts all times so that the first event is at 0.</summary>
    public bool TimeOriginFirst { get; init; }
}
