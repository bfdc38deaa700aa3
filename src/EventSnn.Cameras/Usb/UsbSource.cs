using EventSnn.Cameras.Contract;
using EventSnn.Events.Geometry;

namespace EventSnn.Cameras.Usb;

/// <summary>A camera on USB, through the system's libcaer.</summary>
/// <param name="name">Its address, for messages.</param>
/// <param name="model">The model.</param>
/// <param name="serial">Only the device with this serial number; null for the first of the model.</param>
/// <param name="library">libcaer.</param>
internal sealed class UsbSource(string name, UsbModel model, string? serial, CaerLibrary library) : ICameraSource
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public SensorSize Size => model.Size;

    /// <inheritdoc/>
    public bool CanReconnect => true;

    /// <inheritdoc/>
    public ICameraLink Connect(CancellationToken cancellation)
    {
        nint device = library.Open(model.DeviceType, serial);
        if (device == 0)
        {
            string said = CaerLibrary.LastMessage.Length > 0 ? $" (libcaer: {CaerLibrary.LastMessage.TrimEnd('.')})" : string.Empty;
            throw new CameraException(
                name, $"a {model.Name}{(serial is null ? string.Empty : $" with serial number {serial}")} on USB", $"none that can be opened{said}",
                "Plug it in, close other programs that use it, and on Linux install libcaer's udev rules so that users may open it.");
        }

        try
        {
            SensorSize found = SizeOf(device);
            if (found != model.Size)
            {
                string hint = UsbModel.All.FirstOrDefault(m => m.DeviceType == model.DeviceType && m.Size == found) is { } other ? $"Use usb:{other.Name}." : "This model is not known.";
                throw new CameraException(name, $"a sensor of {model.Size}", $"one of {found}", hint);
            }

            return new UsbLink(name, library, device, model.Size);
        }
        catch
        {
            library.Close(device);
            throw;
        }
    }

    private unsafe SensorSize SizeOf(nint device)
    {
        CaerDeviceInfo info = library.Info(device, model.InfoFunction);
        short* size = model.DeviceType == 0 ? info.DvsSize : info.Size32;
        return size[0] > 0 && size[1] > 0 ? new SensorSize(size[0], size[1]) : model.Size;
    }
}
