using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Seeking;

/// <summary>
/// The folder where indexes of recordings are kept, so that a second look into a long recording need not read it from its beginning.
/// </summary>
/// <remarks>
/// The user's cache folder: <c>eventsnn/index</c> in <c>$XDG_CACHE_HOME</c> or <c>~/.cache</c>, in <c>~/Library/Caches</c> on macOS,
/// in <c>%LOCALAPPDATA%</c> on Windows. The environment variable <c>EVENTSNN_INDEX</c> names another folder, or <c>off</c>. Never
/// the folder of the recording, unless that is named. It may be deleted at any time; the oldest of more than 128 files go.
/// </remarks>
public static class TimeIndexFolder
{
    /// <summary>The environment variable that names another folder, or <c>off</c>.</summary>
    public const string Variable = "EVENTSNN_INDEX";

    /// <summary>Shorter files are read through faster than an index is worth.</summary>
    internal const long ShortestFile = 1024 * 1024;

    private const int MostFiles = 128;

    /// <summary>The folder to give as <see cref="ReadOptions.IndexFolder"/>; null where indexes are switched off.</summary>
    public static string? Default
    {
        get
        {
            string? told = Environment.GetEnvironmentVariable(Variable);
            if (!string.IsNullOrWhiteSpace(told))
            {
                return told.Equals("off", StringComparison.OrdinalIgnoreCase) ? null : told;
            }

            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            string? xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            string cache = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
                : !string.IsNullOrEmpty(xdg) && Path.IsPathRooted(xdg) ? xdg : home.Length > 0 ? Path.Combine(home, ".cache") : string.Empty;
            return cache.Length == 0 ? null : Path.Combine(cache, "eventsnn", "index");
        }
    }

    /// <summary>Reads the index of a recording.</summary>
    /// <returns>Null where there is none that fits.</returns>
    internal static TimeIndex? Load(string folder, IndexKey key) => TimeIndexFile.Read(Path.Combine(folder, key.FileName), key);

    /// <summary>Keeps the index of a recording.</summary>
    /// <returns>Why that was not possible; null where it was.</returns>
    internal static string? Keep(string folder, IndexKey key, TimeIndex index)
    {
        try
        {
            Directory.CreateDirectory(folder);
            TimeIndexFile.Write(Path.Combine(folder, key.FileName), key, index);
            foreach (FileInfo old in new DirectoryInfo(folder).GetFiles("*.index").OrderByDescending(f => f.LastWriteTimeUtc).Skip(MostFiles))
            {
                old.Delete();
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return e.Message;
        }
    }
}
