using System.Runtime.InteropServices;

namespace EventSnn.Cli.Shell;

/// <summary>
/// Hears Ctrl-C and termination signals, any number of them at once. The first asks the command to end and says so; further ones are only answered.
/// A command that does not end in time is ended.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>How long a command may take to end.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource stopping = new();
    private readonly ManualResetEventSlim ended = new();
    private readonly PosixSignalRegistration[] heard;
    private int signals;

    /// <summary>Begins to listen.</summary>
    public StopSignals() => heard =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => stopping.Token;

    /// <summary>Ends listening: from now on a signal ends the process as the system has it.</summary>
    public void Dispose()
    {
        ended.Set();
        foreach (PosixSignalRegistration registration in heard)
        {
            registration.Dispose();
        }
    }

    private void Hear(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (Interlocked.Increment(ref signals) > 1)
        {
            Console.Error.WriteLine($"Stopping already; the work at hand is ended at the latest {Patience.TotalSeconds:F0} s after the first signal.");
            return;
        }

        Console.Error.WriteLine("Stopping.");

        // A thread of its own: work that does not end may also hold all threads of the pool, and with them every timer.
        new Thread(EndInTime) { IsBackground = true, Name = "end in time" }.Start();
        stopping.Cancel();
    }

    private void EndInTime()
    {
        if (!ended.Wait(Patience))
        {
            Console.Error.WriteLine($"eventsnn: Stopped. The work at hand did not end within {Patience.TotalSeconds:F0} s and was broken off; a file that was being written is left as it was before, or beside its place as *.partial.");
            Environment.Exit(ExitCode.Cancelled);
        }
    }
}
