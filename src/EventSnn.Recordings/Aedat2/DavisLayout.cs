using EventSnn.Recordings.Records;

namespace EventSnn.Recordings.Aedat2;

/// <summary>AEDAT 2.0 address of a DAVIS: b31 APS or IMU, b22-30 y, b12-21 x, b11 polarity (1 = ON), b10 external trigger.</summary>
internal readonly struct DavisLayout : IRecordLayout
{
    public static bool BigEndian => true;

    public static int TimeShift => 0;

    public static bool TimeSigned => false;

    public static int XShift => 32 + 12;

    public static ulong XMask => 0x3FF;

    public static bool FlipX => true;

    public static int YShift => 32 + 22;

    public static ulong YMask => 0x1FF;

    public static bool FlipY => true;

    public static int PolarityShift => 32 + 11;

    public static ulong PolarityMask => 1;

    public static bool InvertPolarity => false;

    public static ulong KindMask => (1UL << (32 + 31)) | (1UL << (32 + 10));

    public static ulong KindOfEvent => 0;
}
