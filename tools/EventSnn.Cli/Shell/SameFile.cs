namespace EventSnn.Cli.Shell;

/// <summary>Tells whether two paths lead to one file.</summary>
public static class SameFile
{
    /// <summary>Compares two paths after following symbolic links, those of folders on the way too.</summary>
    /// <param name="one">A path.</param>
    /// <param name="other">Another.</param>
    /// <returns>True where both lead to the same place, also to one where nothing is yet.</returns>
    public static bool Is(string one, string other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        StringComparison comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return string.Equals(Resolve(Path.GetFullPath(one)), Resolve(Path.GetFullPath(other)), comparison);
    }

    private static string Resolve(string full)
    {
        string? parent = Path.GetDirectoryName(full);
        if (parent is null)
        {
            return full;
        }

        string path = Path.Combine(Resolve(parent), Path.GetFileName(full));
        try
        {
            FileSystemInfo? target = Directory.Exists(path)
                ? Directory.ResolveLinkTarget(path, returnFinalTarget: true)
                : File.ResolveLinkTarget(path, returnFinalTarget: true);
            return target is null ? path : Resolve(target.FullName);
        }
        catch (IOException)
        {
            // Nothing there, or links in a circle: nothing that could be overwritten.
            return path;
        }
    }
}
