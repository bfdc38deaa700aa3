namespace EventSnn.Recordings.Records;

/// <summary>
/// The bit layout of an event record of 8 bytes, read as one unsigned number. All members are constants, so that the just-in-time
/// compiler makes one straight decoder per layout.
/// </summary>
internal interface IRecordLayout
{
    /// <summary>True where the record is big-endian.</summary>
    static abstract bool BigEndian { get; }

    /// <summary>Lowest bit of the 32-bit time: 0 or 32.</summary>
    static abstract int TimeShift { get; }

    /// <summary>True where the time is signed.</summary>
    static abstract bool TimeSigned { get; }

    /// <summary>Lowest bit of x.</summary>
    static abstract int XShift { get; }

    /// <summary>Mask of x after the shift.</summary>
    static abstract ulong XMask { get; }

    /// <summary>True where x counts from the right: x = width - 1 - raw.</summary>
    static abstract bool FlipX { get; }

    /// <summary>Lowest bit of y.</summary>
    static abstract int YShift { get; }

    /// <summary>Mask of y after the shift.</summary>
    static abstract ulong YMask { get; }

    /// <summary>True where y counts from the bottom: y = height - 1 - raw.</summary>
    static abstract bool FlipY { get; }

    /// <summary>Lowest bit of the polarity.</summary>
    static abstract int PolarityShift { get; }

    /// <summary>Mask of the polarity after the shift; any bit means ON.</summary>
    static abstract ulong PolarityMask { get; }

    /// <summary>True where the polarity bit 0 means ON.</summary>
    static abstract bool InvertPolarity { get; }

    /// <summary>The bits that tell whether the record is a pixel event.</summary>
    static abstract ulong KindMask { get; }

    /// <summary>What those bits are in a pixel event.</summary>
    static abstract ulong KindOfEvent { get; }
}
