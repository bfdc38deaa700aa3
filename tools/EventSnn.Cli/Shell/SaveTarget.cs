namespace EventSnn.Cli.Shell;

/// <summary>Checks before long work that its result can be saved.</summary>
public static class SaveTarget
{
    /// <summary>Checks that a file can be made where one is to be saved.</summary>
    /// <param name="path">The file to save.</param>
    /// <param name="option">The option that names it.</param>
    /// <exception cref="UsageException">It is a folder or a device.</exception>
    /// <exception cref="IOException">Its folder is missing, or nothing can be written there.</exception>
    public static void Check(string path, string option = "--save")
    {
        if (Directory.Exists(path))
        {
            throw UsageException.Option(option, "a file", $"{path}, a folder");
        }

        // A file is saved beside its place and renamed over it: that would replace a device by a file.
        if (OperatingSystem.IsLinux() && Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal))
        {
            throw UsageException.Option(option, "a file", $"{path}, a device");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"Option {option}: expected a file in a folder that exists, found '{path}'. Make the folder {folder} first.");
        }

        string probe = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.probe");
        try
        {
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Option {option}: nothing can be written to {folder} ({e.Message}). Choose another folder.", e);
        }
    }
}
