using EventSnn.Recordings.Records;

namespace EventSnn.Recordings.Dat;

/// <summary>DAT version 1: u32 time, then x b0-8, y b9-16, polarity from b17. Origin top-left.</summary>
internal readonly struct DatV1Layout : IRecordLayout
{
    public static bool BigEndian => false;

    public static int TimeShift => 0;

    public static bool TimeSigned => false;

    public static int XShift => 32;

    public static ulong XMask => 0x1FF;

    public static bool FlipX => false;

    public static int YShift => 32 + 9;

    public static ulong YMask => 0xFF;

    public static bool FlipY => false;

    public static int PolarityShift => 32 + 17;

    public static ulong PolarityMask => 1;

    public static bool InvertPolarity => false;

    public static ulong KindMask => 0;

    public static ulong KindOfEvent => 0;
}
