using EventSnn.Recordings.Records;

namespace EventSnn.Recordings.Aedat3;

/// <summary>The AEDAT 3.1 polarity event of <see cref="PolarityLayout"/>, but its valid bit is not looked at.</summary>
internal readonly struct UncheckedPolarityLayout : IRecordLayout
{
    public static bool BigEndian => PolarityLayout.BigEndian;

    public static int TimeShift => PolarityLayout.TimeShift;

    public static bool TimeSigned => PolarityLayout.TimeSigned;

    public static int XShift => PolarityLayout.XShift;

    public static ulong XMask => PolarityLayout.XMask;

    public static bool FlipX => PolarityLayout.FlipX;

    public static int YShift => PolarityLayout.YShift;

    public static ulong YMask => PolarityLayout.YMask;

    public static bool FlipY => PolarityLayout.FlipY;

    public static int PolarityShift => PolarityLayout.PolarityShift;

    public static ulong PolarityMask => PolarityLayout.PolarityMask;

    public static bool InvertPolarity => PolarityLayout.InvertPolarity;

    public static ulong KindMask => 0;

    public static ulong KindOfEvent => 0;
}
