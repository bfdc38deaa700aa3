using System.Globalization;
using System.IO.Compression;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Folders;

/// <summary>
/// A folder, or a zip archive, with one sub-folder per class and one recording per clip: N-MNIST (<c>Train/7/00042.bin</c>),
/// DVS-sign (<c>train/3/12.bs2.gz</c>), N-Caltech101. A folder without sub-folders whose files are named by numbers
/// (<c>1.bs2</c> to <c>10.bs2</c>) counts as one clip per class.
/// </summary>
public sealed class LabelledFolder
{
    private readonly string path;
    private readonly bool isArchive;

    private LabelledFolder(string path, bool isArchive, IReadOnlyList<string> classNames, IReadOnlyList<LabelledClip> clips)
    {
        this.path = path;
        this.isArchive = isArchive;
        ClassNames = classNames;
        Clips = clips;
    }

    /// <summary>The names of the classes as the folders have them, in numeric order where all are numbers, else in ordinal order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The clips, by class and then by name (numeric where all names are numbers).</summary>
    public IReadOnlyList<LabelledClip> Clips { get; }

    /// <summary>Opens a folder or a zip archive.</summary>
    /// <param name="path">The folder or archive.</param>
    /// <param name="below">Takes only clips below this sub-folder, as <c>Train</c>; null for all.</param>
    /// <returns>The clips; none of them is opened yet.</returns>
    /// <exception cref="RecordingException">There is no such folder, or no clip in it.</exception>
    public static LabelledFolder Open(string path, string? below = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        bool archived = File.Exists(path);
        if (!archived && !Directory.Exists(path))
        {
            throw new RecordingException(path, null, "a folder or zip archive of clips", "no such folder", "Check the path.", new DirectoryNotFoundException());
        }

        string prefix = below is null ? string.Empty : below.Trim('/') + "/";
        List<string> names = [.. (archived ? NamesInArchive(path) : NamesInFolder(path))
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal) && Recording.HasKnownExtension(n))];
        if (names.Count == 0)
        {
            throw new RecordingException(path, null, $"recordings in one sub-folder per class{(below is null ? string.Empty : " below " + below)}", "none", "Check the path.");
        }

        // Beside class folders, a file at the top is a list or an index, even where its extension is one of a recording (.tsv).
        bool flat = names.TrueForAll(n => !n[prefix.Length..].Contains('/'));
        names = flat ? names : names.FindAll(n => n[prefix.Length..].Contains('/'));
        Dictionary<string, string> classOf = names.ToDictionary(n => n, n => flat ? Stem(n) : FolderOf(n), StringComparer.Ordinal);
        List<string> classes = Ordered(classOf.Values.Distinct(StringComparer.Ordinal));
        Dictionary<string, int> index = classes.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i, StringComparer.Ordinal);
        List<string> orderedStems = Ordered(names.Select(Stem).Distinct(StringComparer.Ordinal));
        Dictionary<string, int> rank = orderedStems.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i, StringComparer.Ordinal);
        List<LabelledClip> clips = [.. names
            .Select(n => new LabelledClip(n, index[classOf[n]]))
            .OrderBy(c => c.Class).ThenBy(c => rank[Stem(c.Name)]).ThenBy(c => c.Name, StringComparer.Ordinal)];
        return new LabelledFolder(path, archived, classes, clips);
    }

    /// <summary>Opens a clip.</summary>
    /// <param name="clip">One of <see cref="Clips"/>.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <returns>A reader.</returns>
    /// <exception cref="RecordingException">The clip cannot be read.</exception>
    public RecordingReader Read(LabelledClip clip, ReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(clip);
        if (!isArchive)
        {
            return Recording.Open(Path.Combine(path, clip.Name), options);
        }

        // Each clip is small; read whole, so that a reader neither keeps the archive open nor shares its position with another.
        using ZipArchive archive = OpenArchive(path);
        ZipArchiveEntry entry = archive.GetEntry(clip.Name)
            ?? throw new RecordingException($"{path}:{clip.Name}", null, "a clip", "no such entry", "The archive has changed since it was opened.");
        MemoryStream content = new();
        try
        {
            using Stream stream = entry.Open();
            stream.CopyTo(content);
        }
        catch (InvalidDataException e)
        {
            throw new RecordingException($"{path}:{clip.Name}", null, "a readable entry", $"a damaged one ({e.Message})", "Get the archive again.", e);
        }

        content.Position = 0;
        return Recording.Open(content, $"{path}:{clip.Name}", options);
    }

    private static IEnumerable<string> NamesInFolder(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'));

    private static List<string> NamesInArchive(string file)
    {
        using ZipArchive archive = OpenArchive(file);
        return [.. archive.Entries.Where(e => e.Name.Length > 0).Select(e => e.FullName)];
    }

    private static ZipArchive OpenArchive(string file)
    {
        try
        {
            return ZipFile.OpenRead(file);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new RecordingException(file, null, "a folder or zip archive of clips", e.Message, "Check that this is the right file.", e);
        }
    }

    private static string Stem(string name)
    {
        string file = Path.GetFileName(name);
        return file[..file.IndexOf('.', StringComparison.Ordinal)];
    }

    private static string FolderOf(string name) => Path.GetFileName(Path.GetDirectoryName(name)) ?? string.Empty;

    private static List<string> Ordered(IEnumerable<string> names)
    {
        List<string> list = [.. names];
        bool numeric = list.TrueForAll(n => long.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        return numeric
            ? [.. list.OrderBy(n => long.Parse(n, CultureInfo.InvariantCulture)).ThenBy(n => n, StringComparer.Ordinal)]
            : [.. list.Order(StringComparer.Ordinal)];
    }
}
