namespace EventSnn.TestKit;

/// <summary>A folder of a test's own that is deleted with everything in it at the end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Creates the folder.</summary>
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("eventsnn-test-").FullName;

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The full path of a file in the folder.</summary>
    /// <param name="name">File name.</param>
    /// <returns>The path; the file need not exist.</returns>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
