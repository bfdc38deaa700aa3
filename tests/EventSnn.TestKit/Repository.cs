namespace EventSnn.TestKit;

/// <summary>Finds the checkout that the running tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder that holds EventSnn.sln; null where the tests run outside a checkout.</summary>
    public static string? Root { get; } = Find();

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EventSnn.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
