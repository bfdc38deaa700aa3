using EventSnn.Recordings.Records;

namespace EventSnn.Recordings.Aedat3;

/// <summary>AEDAT 3.1 polarity event: b0 (valid) not looked at, b1 polarity, b2-16 y, b17-31 x; i32 time. Origin upper left.</summary>
internal readonly struct UncheckedPolarityLayout : IRecordLayout
{
    public static bool BigEndian => false;

    public static int TimeShift => 32;

    public static bool TimeSigned => true;

    public static int XShift => 17;

    public static ulong XMask => 0x7FFF;

    public static bool FlipX => false;

    public static int YShift => 2;

    public static ulong YMask => 0x7FFF;

    public static bool FlipY => false;

    public static int PolarityShift => 1;

    public static ulong PolarityMask => 1;

    public static bool InvertPolarity => false;

    public static ulong KindMask => 0;

    public static ulong KindOfEvent => 0;
}
