using System.Runtime.InteropServices;

namespace EventSnn.Cameras.Usb;

/// <summary>
/// The beginning of what libcaer's info functions return. Their structures differ behind it; all are larger than two registers and are
/// written to memory that the caller gives, so that one size which holds any of them serves for all.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal unsafe struct CaerDeviceInfo
{
    /// <summary>Serial number, ended by 0.</summary>
    [FieldOffset(2)]
    public fixed byte Serial[9];

    /// <summary>DVS128: width and height of the sensor.</summary>
    [FieldOffset(28)]
    public fixed short DvsSize[2];

    /// <summary>DAVIS and DVXplorer: width and height of the sensor.</summary>
    [FieldOffset(32)]
    public fixed short Size32[2];
}
