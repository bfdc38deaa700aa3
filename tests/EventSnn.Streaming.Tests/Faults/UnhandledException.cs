using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace EventSnn.Streaming.Tests.Faults;

/// <summary>An exception that may go unhandled on any thread: it is seen here, where it would have ended the process.</summary>
internal sealed class UnhandledException(string message) : Exception(message)
{
    private readonly TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when nobody on its thread has caught it.</summary>
    public Task Seen => seen.Task;

    [ModuleInitializer]
    internal static void Listen() => ExceptionHandling.SetUnhandledExceptionHandler(e => e is UnhandledException { seen: var seen } && seen.TrySetResult());
}
