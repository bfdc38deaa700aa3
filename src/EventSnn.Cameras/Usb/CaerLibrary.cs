using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace EventSnn.Cameras.Usb;

/// <summary>The functions of libcaer 3 that we call. Loaded at run time, since most systems do not have it.</summary>
[SuppressMessage("Design", "CA1063", Justification = "Never unloaded: drivers keep threads of their own.")]
internal sealed unsafe class CaerLibrary
{
    /// <summary>Names the library's file where it is in no usual place.</summary>
    public const string PathVariable = "EVENTSNN_LIBCAER";

    private const int NoticeLevel = 5;
    private static readonly string[] UsualNames = ["libcaer.so.1", "libcaer.so", "libcaer.1.dylib", "libcaer.dylib", "libcaer"];
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, CaerLibrary> Loaded = [];
    private static long droppedContainers;
    private static volatile string lastMessage = string.Empty;
    private readonly nint library;
    private readonly delegate* unmanaged[Cdecl]<ushort, ushort, byte, byte, byte*, nint> open;
    private readonly delegate* unmanaged[Cdecl]<nint*, byte> close;
    private readonly delegate* unmanaged[Cdecl]<nint, byte> sendDefaults;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, nint, byte> start;
    private readonly delegate* unmanaged[Cdecl]<nint, byte> stop;
    private readonly delegate* unmanaged[Cdecl]<nint, nint> get;

    private CaerLibrary(nint library)
    {
        this.library = library;
        open = (delegate* unmanaged[Cdecl]<ushort, ushort, byte, byte, byte*, nint>)Function("caerDeviceOpen");
        close = (delegate* unmanaged[Cdecl]<nint*, byte>)Function("caerDeviceClose");
        sendDefaults = (delegate* unmanaged[Cdecl]<nint, byte>)Function("caerDeviceSendDefaultConfig");
        start = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, nint, byte>)Function("caerDeviceDataStart");
        stop = (delegate* unmanaged[Cdecl]<nint, byte>)Function("caerDeviceDataStop");
        get = (delegate* unmanaged[Cdecl]<nint, nint>)Function("caerDeviceDataGet");

        // What the library would print goes to us: it is how it tells of lost data and of why a device cannot be opened.
        ((delegate* unmanaged[Cdecl]<int, int, void>)Function("caerLogFileDescriptorsSet"))(-1, -1);
        ((delegate* unmanaged[Cdecl]<int, void>)Function("caerLogLevelSet"))(NoticeLevel);
        ((delegate* unmanaged[Cdecl]<nint, void>)Function("caerLogCallbackSet"))((nint)(delegate* unmanaged[Cdecl]<byte*, nuint, void>)&Log);
    }

    /// <summary>Containers of events that libcaer threw away because its queue was full, of all devices together.</summary>
    public static long DroppedContainers => Interlocked.Read(ref droppedContainers);

    /// <summary>What the library said last.</summary>
    public static string LastMessage => lastMessage;

    /// <summary>Loads the library.</summary>
    /// <param name="camera">The camera's address, for messages.</param>
    /// <param name="path">Its file; null for what <see cref="PathVariable"/> names, else the usual places.</param>
    /// <exception cref="CameraException">It is not there, or is no libcaer.</exception>
    public static CaerLibrary Load(string camera, string? path = null)
    {
        path ??= Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } given ? given : null;
        string[] names = path is null ? UsualNames : [path];
        lock (Gate)
        {
            foreach (string name in names)
            {
                if (Loaded.TryGetValue(name, out CaerLibrary? known))
                {
                    return known;
                }

                if (NativeLibrary.TryLoad(name, out nint handle))
                {
                    try
                    {
                        return Loaded[name] = new CaerLibrary(handle);
                    }
                    catch (EntryPointNotFoundException e)
                    {
                        throw new CameraException(camera, "the functions of libcaer 3", $"{name} without them ({e.Message})", "Install libcaer 3.3 or newer.", e);
                    }
                }
            }
        }

        throw new CameraException(
            camera, "the library libcaer, which drives cameras on USB", path is null ? "none on this system" : $"none that loads at {path}",
            "Install it (Ubuntu: sudo add-apt-repository ppa:inivation-ppa/inivation && sudo apt-get install libcaer-dev; macOS: brew install inivation/inivation/libcaer), "
            + $"or name its file by {PathVariable}.");
    }

    /// <summary>Opens a device; 0 where there is none.</summary>
    public nint Open(ushort type, string? serial)
    {
        lastMessage = string.Empty;
        byte[] bytes = Encoding.ASCII.GetBytes((serial ?? string.Empty) + '\0');
        fixed (byte* text = bytes)
        {
            return open(1, type, 0, 0, text);
        }
    }

    /// <summary>Describes an open device by the function of its model.</summary>
    public CaerDeviceInfo Info(nint device, string function) => ((delegate* unmanaged[Cdecl]<nint, CaerDeviceInfo>)Function(function))(device);

    /// <summary>Closes a device.</summary>
    public void Close(nint device) => close(&device);

    /// <summary>Sends the biases and settings that its maker recommends.</summary>
    public bool SendDefaults(nint device) => sendDefaults(device) != 0;

    /// <summary>Starts the flow of data.</summary>
    /// <param name="device">The device.</param>
    /// <param name="arrived">Called from a thread of the library when a container can be taken.</param>
    /// <param name="gone">Called from a thread of the library when the device is no more.</param>
    /// <param name="context">What both are given.</param>
    public bool Start(nint device, delegate* unmanaged[Cdecl]<nint, void> arrived, delegate* unmanaged[Cdecl]<nint, void> gone, nint context) =>
        start(device, (nint)arrived, 0, context, (nint)gone, context) != 0;

    /// <summary>Stops the flow of data.</summary>
    public void Stop(nint device) => stop(device);

    /// <summary>Takes a container of packets; 0 where none waits. <see cref="CaerContainer.Free"/> gives it back.</summary>
    public nint Get(nint device) => get(device);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Log(byte* message, nuint length)
    {
        string text = Encoding.UTF8.GetString(message, (int)length).Trim();
        lastMessage = text;
        if (text.Contains("ring-buffer full", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref droppedContainers);
        }
    }

    private nint Function(string name) => NativeLibrary.GetExport(library, name);
}
