namespace EventSnn.Cli.Shell;

/// <summary>What the process answers to its caller.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>A defect of the program; the only case that shows a stack trace (with EVENTSNN_DEBUG=1).</summary>
    public const int InternalError = 1;

    /// <summary>The command line cannot be carried out: an unknown option, a value out of range, options that exclude
    /// each other or contradict a file, an output that would overwrite something.</summary>
    public const int Usage = 2;

    /// <summary>A file's content is not what it must be.</summary>
    public const int BadContent = 3;

    /// <summary>A file, folder or device cannot be used: missing (a recording, labels, a model, the folder of an output), no permission, disk
    /// full, a GPU out of memory or gone.</summary>
    public const int Unreachable = 4;

    /// <summary>Stopped by Ctrl-C or a termination signal.</summary>
    public const int Cancelled = 130;
}
