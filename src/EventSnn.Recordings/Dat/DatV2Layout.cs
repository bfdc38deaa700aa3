using EventSnn.Recordings.Records;

namespace EventSnn.Recordings.Dat;

/// <summary>DAT version 2: u32 time, then x b0-13, y b14-27, polarity b28-31. Origin top-left.</summary>
internal readonly struct DatV2Layout : IRecordLayout
{
    public static bool BigEndian => false;

    public static int TimeShift => 0;

    public static bool TimeSigned => false;

    public static int XShift => 32;

    public static ulong XMask => 0x3FFF;

    public static bool FlipX => false;

    public static int YShift => 32 + 14;

    public static ulong YMask => 0x3FFF;

    public static bool FlipY => false;

    public static int PolarityShift => 32 + 28;

    public static ulong PolarityMask => 0xF;

    public static bool InvertPolarity => false;

    public static ulong KindMask => 0;

    public static ulong KindOfEvent => 0;
}
