using EventSnn.Recordings.Records;

namespace EventSnn.Recordings.Aedat2;

/// <summary>AEDAT 2.0 address as v2e writes it for a DVS of 640x480: b0 polarity (1 = ON), b1-10 x, b11-20 y.</summary>
internal readonly struct Dvs640Layout : IRecordLayout
{
    public static bool BigEndian => true;

    public static int TimeShift => 0;

    public static bool TimeSigned => false;

    public static int XShift => 32 + 1;

    public static ulong XMask => 0x3FF;

    public static bool FlipX => true;

    public static int YShift => 32 + 11;

    public static ulong YMask => 0x3FF;

    public static bool FlipY => true;

    public static int PolarityShift => 32;

    public static ulong PolarityMask => 1;

    public static bool InvertPolarity => false;

    public static ulong KindMask => 0;

    public static ulong KindOfEvent => 0;
}
