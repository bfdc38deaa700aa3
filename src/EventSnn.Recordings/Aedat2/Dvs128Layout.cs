using EventSnn.Recordings.Records;

namespace EventSnn.Recordings.Aedat2;

/// <summary>AEDAT 2.0 address of the DVS128: b0 polarity (0 = ON), b1-7 x, b8-14 y, b15 set in words that are no pixel events.</summary>
internal readonly struct Dvs128Layout : IRecordLayout
{
    public static bool BigEndian => true;

    public static int TimeShift => 0;

    public static bool TimeSigned => false;

    public static int XShift => 32 + 1;

    public static ulong XMask => 0x7F;

    public static bool FlipX => true;

    public static int YShift => 32 + 8;

    public static ulong YMask => 0x7F;

    public static bool FlipY => true;

    public static int PolarityShift => 32;

    public static ulong PolarityMask => 1;

    public static bool InvertPolarity => true;

    public static ulong KindMask => 1UL << (32 + 15);

    public static ulong KindOfEvent => 0;
}
