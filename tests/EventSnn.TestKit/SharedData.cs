namespace EventSnn.TestKit;

/// <summary>
/// Finds the folder of real recordings and golden vectors. It is no part of the repository: a test that needs it skips,
/// visibly, where it is absent.
/// </summary>
public static class SharedData
{
    /// <summary>The folder: environment variable EVENTSNN_SHARED, else <c>../shared</c> beside the repository; null where absent.</summary>
    public static string? Root { get; } = Find();

    /// <summary>Returns a path in the folder, or skips the calling test.</summary>
    /// <param name="relative">Path below the folder, with forward slashes.</param>
    /// <returns>The full path of a file or folder that exists.</returns>
    public static string PathOrSkip(string relative)
    {
        string? path = Root is null ? null : Path.Combine(Root, relative);
        bool exists = path is not null && (File.Exists(path) || Directory.Exists(path));
        Assert.SkipUnless(exists, $"shared test data not found: {relative} (set EVENTSNN_SHARED to its folder)");
        return path!;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("EVENTSNN_SHARED") is { Length: > 0 } given)
        {
            return Directory.Exists(given) ? Path.GetFullPath(given) : null;
        }

        string? repository = Repository.Root;
        string? beside = repository is null ? null : Path.GetFullPath(Path.Combine(repository, "..", "shared"));
        return Directory.Exists(beside) ? beside : null;
    }
}
