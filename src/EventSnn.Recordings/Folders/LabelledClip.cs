namespace EventSnn.Recordings.Folders;

/// <summary>One recording of one class in a folder or archive of clips.</summary>
/// <param name="Name">Its path below the folder or inside the archive, with forward slashes.</param>
/// <param name="Class">0-based class, an index into <see cref="LabelledFolder.ClassNames"/>.</param>
public sealed record LabelledClip(string Name, int Class);
