using EventSnn.Events.Geometry;

namespace EventSnn.Cameras.Usb;

/// <summary>A camera on USB that libcaer drives.</summary>
/// <param name="Name">What addresses call it.</param>
/// <param name="DeviceType">libcaer's number for the driver.</param>
/// <param name="Size">The sensor.</param>
/// <param name="InfoFunction">libcaer's function that describes an open device.</param>
public sealed record UsbModel(string Name, ushort DeviceType, SensorSize Size, string InfoFunction)
{
    /// <summary>All that are known.</summary>
    public static IReadOnlyList<UsbModel> All { get; } =
    [
        new("dvs128", 0, new SensorSize(128, 128), "caerDVS128InfoGet"),
        new("davis240", 4, new SensorSize(240, 180), "caerDavisInfoGet"),
        new("davis346", 4, new SensorSize(346, 260), "caerDavisInfoGet"),
        new("dvxplorer", 8, new SensorSize(640, 480), "caerDVXplorerInfoGet"),
        new("dvxplorer-lite", 8, new SensorSize(320, 240), "caerDVXplorerInfoGet"),
    ];

    /// <summary>Finds a model.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Null where there is none.</returns>
    public static UsbModel? Find(string name) => All.FirstOrDefault(m => string.Equals(m.Name, name, StringComparison.OrdinalIgnoreCase));
}
