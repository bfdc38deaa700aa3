using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using EventSnn.Cameras.Usb;
using EventSnn.Events.Batches;

namespace EventSnn.Cameras.Tests.Usb;

/// <summary>A camera without a camera: a small library with libcaer's interface, made by the system's C compiler once for all tests.</summary>
public sealed unsafe class UsbDouble : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("eventsnn-usb-").FullName;
    private readonly nint library;

    public UsbDouble()
    {
        Path = System.IO.Path.Combine(folder, "libcaer-double.so");
        if (Compile(Path))
        {
            library = NativeLibrary.Load(Path);
        }
    }

    public string Path { get; }

    public bool IsOpen => ((delegate* unmanaged[Cdecl]<int>)Function("double_is_open"))() != 0;

    internal UsbSource Source(string model, string? serial = null) => new($"usb:{model}", UsbModel.Find(model)!, serial, CaerLibrary.Load($"usb:{model}", Path));

    public void SkipUnlessThere() => Assert.SkipWhen(library == 0, "no C compiler (cc): the stand-in for libcaer cannot be made");

    public void Plug(int type, int width, int height, string serial = "SN000001")
    {
        fixed (byte* number = Encoding.ASCII.GetBytes(serial + '\0'))
        {
            ((delegate* unmanaged[Cdecl]<int, int, int, byte*, void>)Function("double_plug"))(type, width, height, number);
        }
    }

    public void Unplug() => ((delegate* unmanaged[Cdecl]<void>)Function("double_unplug"))();

    public void Refuse() => ((delegate* unmanaged[Cdecl]<void>)Function("double_refuse"))();

    public void Push(EventBatch batch) => Push(-1, batch.Timestamps, batch.X.ToArray().Select(v => (int)v).ToArray(), batch.Y.ToArray().Select(v => (int)v).ToArray(), batch.Polarities);

    public void PushReset(long at) => Push(at, [], [], [], []);

    /// <param name="reset">The time of a clock reset before the events; -1 for none.</param>
    /// <param name="t">Times.</param>
    /// <param name="x">Columns; below 0 an event that is marked invalid.</param>
    /// <param name="y">Rows.</param>
    /// <param name="p">Polarities.</param>
    public void Push(long reset, ReadOnlySpan<long> t, ReadOnlySpan<int> x, ReadOnlySpan<int> y, ReadOnlySpan<byte> p)
    {
        fixed (long* times = t)
        fixed (int* columns = x, rows = y)
        fixed (byte* polarities = p)
        {
            ((delegate* unmanaged[Cdecl]<long, int, long*, int*, int*, byte*, void>)Function("double_push"))(reset, t.Length, times, columns, rows, polarities);
        }
    }

    public void Dispose()
    {
        // The library stays loaded until the process ends, as libcaer itself would; its file may go.
        Directory.Delete(folder, recursive: true);
    }

    private static bool Compile(string to)
    {
        string source = System.IO.Path.Combine(AppContext.BaseDirectory, "Usb", "usb_double.c");
        try
        {
            using Process compiler = Process.Start(new ProcessStartInfo("cc", ["-shared", "-fPIC", "-O1", "-o", to, source, "-lpthread"]) { UseShellExecute = false, RedirectStandardError = true })!;
            string said = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            return compiler.ExitCode == 0 ? true : throw new InvalidOperationException(said);
        }
        catch (Win32Exception)
        {
            return false; // no compiler
        }
    }

    private nint Function(string name) => NativeLibrary.GetExport(library, name);
}
