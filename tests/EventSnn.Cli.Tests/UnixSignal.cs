using System.Runtime.InteropServices;

namespace EventSnn.Cli.Tests;

/// <summary>Signals to processes, on Unix.</summary>
internal static class UnixSignal
{
    private const int Sigint = 2;
    private const int Sigterm = 15;

    /// <summary>Asks a process to end. Unlike SIGINT, a process that was started in the background does not ignore it.</summary>
    /// <returns>0 where it was sent.</returns>
    public static int Terminate(int process) => Kill(process, Sigterm);

    /// <summary>What Ctrl-C sends.</summary>
    /// <returns>0 where it was sent.</returns>
    public static int Interrupt(int process) => Kill(process, Sigint);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
