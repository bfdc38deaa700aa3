using EventSnn.Cameras;
using EventSnn.Networks;
using EventSnn.Networks.Compute;
using EventSnn.Recordings;
using EventSnn.Training;

namespace EventSnn.Cli.Shell;

/// <summary>Turns an exception into one paragraph on standard error and an exit code.</summary>
public static class ErrorReport
{
    /// <summary>Reports a failure.</summary>
    /// <param name="exception">What ended the command.</param>
    /// <returns>The exit code of the process.</returns>
    public static int Write(Exception exception)
    {
        if (exception is AggregateException { InnerExceptions: [var only] })
        {
            return Write(only);
        }

        (int code, string text) = exception switch
        {
            OperationCanceledException => (ExitCode.Cancelled, "Stopped. Files that were being written have been left as they were before."),
            RecordingException { InnerException: IOException or UnauthorizedAccessException } e => (ExitCode.Unreachable, e.Message),
            RecordingException { InnerException: ArgumentException } e => (ExitCode.Usage, e.Message), // not the file is at fault, but what was asked of it
            RecordingException e => (ExitCode.BadContent, e.Message),
            ModelException { InnerException: IOException or UnauthorizedAccessException } e => (ExitCode.Unreachable, e.Message),
            ModelException e => (ExitCode.BadContent, e.Message),
            TrainingException { InnerException: IOException or UnauthorizedAccessException } e => (ExitCode.Unreachable, e.Message),
            TrainingException e => (ExitCode.BadContent, e.Message),
            ComputeDeviceException e => (ExitCode.Unreachable, e.Message),
            CameraException e => (ExitCode.Unreachable, e.Message),
            UsageException e => (ExitCode.Usage, e.Message),
            FileNotFoundException e => (ExitCode.Unreachable, e.Message),
            DirectoryNotFoundException e => (ExitCode.Unreachable, e.Message),
            UnauthorizedAccessException e => (ExitCode.Unreachable, e.Message),
            IOException e => (ExitCode.Unreachable, e.Message),
            _ => (ExitCode.InternalError, $"A defect of EventSnn: {exception.GetType().Name}: {exception.Message} Set EVENTSNN_DEBUG=1 for the details to report."),
        };
        Console.Error.WriteLine($"eventsnn: {text}");
        if (code == ExitCode.InternalError && Environment.GetEnvironmentVariable("EVENTSNN_DEBUG") is "1")
        {
            Console.Error.WriteLine(exception);
        }

        return code;
    }
}
