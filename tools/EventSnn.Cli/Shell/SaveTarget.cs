using System.Buffers.Binary;

namespace EventSnn.Cli.Shell;

/// <summary>Checks before long work that its result can be saved.</summary>
public static class SaveTarget
{
    private const ulong LongestHeader = 100_000_000; // of a safetensors file, by its format

    /// <summary>Checks that a model can be saved somewhere, where nothing is or a model that it replaces: never a recording or its labels.</summary>
    /// <param name="path">The file to save.</param>
    /// <param name="option">The option that names it.</param>
    /// <exception cref="UsageException">It is a folder, a device, or a file that is no model.</exception>
    /// <exception cref="IOException">Its folder is missing, or nothing can be written there.</exception>
    public static void CheckModel(string path, string option = "--save")
    {
        Check(path, option);
        RefuseToReplace(path, option, "a model", head => head is [_, _, _, _, _, _, _, _, (byte)'{', ..] && BinaryPrimitives.ReadUInt64LittleEndian(head) <= LongestHeader);
    }

    /// <summary>Checks that a picture can be saved somewhere, where nothing is or a picture that it replaces.</summary>
    /// <param name="path">The file to save.</param>
    /// <param name="option">The option that names it.</param>
    /// <exception cref="UsageException">It is a folder, a device, or a file that is no picture.</exception>
    /// <exception cref="IOException">Its folder is missing, or nothing can be written there.</exception>
    public static void CheckPicture(string path, string option)
    {
        Check(path, option);
        RefuseToReplace(path, option, "a picture", head => head is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] or [(byte)'<', ..]);
    }

    private static void RefuseToReplace(string path, string option, string kind, Func<byte[], bool> isOne)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            return;
        }

        byte[] head = new byte[16];
        using (FileStream file = File.OpenRead(path))
        {
            Array.Resize(ref head, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        }

        if (!isOne(head))
        {
            throw new UsageException($"Option {option}: expected a new file, or {kind} to replace, found {path}, which is something else. Choose another name, or remove it first.");
        }
    }

    /// <summary>Checks that a file can be made where one is to be saved.</summary>
    /// <param name="path">The file to save.</param>
    /// <param name="option">The option that names it.</param>
    /// <exception cref="UsageException">It is a folder or a device.</exception>
    /// <exception cref="IOException">Its folder is missing, or nothing can be written there.</exception>
    private static void Check(string path, string option)
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
