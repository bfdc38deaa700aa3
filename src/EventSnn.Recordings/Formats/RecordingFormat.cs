using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Formats;

/// <summary>One recording format: how it is recognised, read and written.</summary>
internal abstract class RecordingFormat
{
    /// <summary>Short name, as given to options and shown to users.</summary>
    public abstract string Name { get; }

    /// <summary>File extensions with the dot, lower case.</summary>
    public abstract IReadOnlyList<string> Extensions { get; }

    /// <summary>True where the format can be written.</summary>
    public virtual bool CanWrite => false;

    /// <summary>Recognises the format by its first bytes.</summary>
    /// <param name="prefix">The first bytes, up to 4096.</param>
    /// <param name="extension">The file's extension with the dot, lower case.</param>
    /// <returns>How sure: 0 not at all, 1 by the extension, 2 by weak signs, 3 by a signature.</returns>
    public abstract int Recognise(ReadOnlySpan<byte> prefix, string extension);

    /// <summary>Opens a reader.</summary>
    /// <param name="source">The content; the reader owns it.</param>
    /// <returns>The reader, standing before the first event.</returns>
    public abstract RecordingReader Open(RecordingSource source);

    /// <summary>Opens a writer.</summary>
    /// <param name="target">Where the bytes go; the writer owns it.</param>
    /// <returns>The writer.</returns>
    public virtual RecordingWriter Create(RecordingTarget target) => throw new NotSupportedException($"{Name} cannot be written.");
}
