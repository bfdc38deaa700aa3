using System.IO.Compression;
using EventSnn.Recordings.Bytes;
using EventSnn.Recordings.Formats;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Writing;
using Microsoft.Win32.SafeHandles;

namespace EventSnn.Recordings;

/// <summary>Opens and creates recordings of every format that this library knows.</summary>
public static class Recording
{
    private const int PrefixLength = 4096;

    /// <summary>The names of all formats, as <see cref="ReadOptions.Format"/> takes them.</summary>
    public static IReadOnlyList<string> FormatNames { get; } = [.. RecordingFormats.All.Select(f => f.Name)];

    /// <summary>The names of the formats that can be written, as <see cref="WriteOptions.Format"/> takes them.</summary>
    public static IReadOnlyList<string> WritableFormatNames { get; } = [.. RecordingFormats.All.Where(f => f.CanWrite).Select(f => f.Name)];

    /// <summary>The chips whose bit layouts are known, as <see cref="ReadOptions.Chip"/> takes them.</summary>
    public static IReadOnlyList<string> ChipNames { get; } = [.. Aedat2.JaerChip.All.Select(c => c.Name)];

    /// <summary>The file extensions that decide which format is written, each with its dot.</summary>
    public static IReadOnlyList<string> WritableExtensions { get; } = [.. RecordingFormats.All.Where(f => f.CanWrite).SelectMany(f => f.Extensions).Distinct()];

    /// <summary>Tells whether a file's name looks like that of a recording.</summary>
    /// <param name="path">A path or name; <c>.gz</c> and <c>.zst</c> at its end are looked through.</param>
    /// <returns>True where a known format uses the extension.</returns>
    public static bool HasKnownExtension(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string extension = Path.GetExtension(WithoutWrapping(path)).ToLowerInvariant();
        return RecordingFormats.All.Any(f => f.Extensions.Contains(extension));
    }

    /// <summary>The usual file extension of a format.</summary>
    /// <param name="format">A name of <see cref="WritableFormatNames"/>.</param>
    /// <returns>The extension with its dot; null where no such format can be written.</returns>
    public static string? ExtensionOf(string format) =>
        RecordingFormats.ByName(format) is { CanWrite: true } known ? known.Extensions[0] : null;

    /// <summary>Opens a recording; its format is found by its first bytes, then by its extension.</summary>
    /// <param name="path">The file; may be compressed with gzip (or zstd, where the system has its library).</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <returns>A reader that stands before the first event.</returns>
    /// <exception cref="RecordingException">The file does not exist, cannot be read, or is no recording.</exception>
    public static RecordingReader Open(string path, ReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path))
        {
            throw new RecordingException(path, null, "a recording", "a folder", "Name one file in it.");
        }

        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw path.Contains("://", StringComparison.Ordinal)
                ? new RecordingException(path, null, "a recording", "the address of a camera", "Recordings are files; eventsnn live takes addresses.", e)
                : new RecordingException(path, null, "a recording", "no such file", "Check the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException(path, null, "a readable file", e.Message, "Check the file's permissions.", e);
        }

        return Open(file, path, options, file.SafeFileHandle);
    }

    /// <summary>Opens a recording that comes from a stream.</summary>
    /// <param name="stream">The bytes from their beginning; the reader owns and closes it.</param>
    /// <param name="name">A name for errors; its extension helps to find the format.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <returns>A reader that stands before the first event.</returns>
    /// <exception cref="RecordingException">The content is no recording.</exception>
    public static RecordingReader Open(Stream stream, string name, ReadOptions? options = null) => Open(stream, name, options, null);

    private static RecordingReader Open(Stream stream, string name, ReadOptions? options, SafeFileHandle? file)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        options ??= ReadOptions.Default;
        ByteWindow window = new(stream, stream);
        try
        {
            string extension = Path.GetExtension(WithoutWrapping(name)).ToLowerInvariant();
            if (options.Live)
            {
                _ = options.Format ?? throw new ArgumentException("A live source needs its format named.", nameof(options));
                RecordingReader live = Detect(window, name, extension, options).Open(new RecordingSource(window, name, options));
                live.PrepareRange();
                return live;
            }

            window.Fill(PrefixLength);
            if (Wrapping.Recognise(window.Available) is { } wrapping)
            {
                file = null;
                window = wrapping.Unwrap(window, name);
                window.Fill(PrefixLength);
            }

            RecordingReader reader = Detect(window, name, extension, options).Open(new RecordingSource(window, name, options, window.CanSeek ? file : null));
            reader.PrepareRange();
            return reader;
        }
        catch (IOException e)
        {
            window.Dispose();
            throw new RecordingException(name, window.Position, "readable content", $"an input/output error ({e.Message})", null, e);
        }
        catch
        {
            window.Dispose();
            throw;
        }
    }

    /// <summary>Creates a recording; the file appears when the writer is completed.</summary>
    /// <param name="path">The file; <c>.gz</c> behind the format's extension compresses it.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <returns>A writer.</returns>
    /// <exception cref="RecordingException">The format is unknown or cannot be written, or the folder cannot be written to.</exception>
    public static RecordingWriter Create(string path, WriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= WriteOptions.Default;
        if (Directory.Exists(path))
        {
            throw new RecordingException(path, null, "a file name to write to", "a folder", "Name a file in it.");
        }

        if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
        {
            throw new RecordingException(path, null, "a file in a folder that exists", "no such folder", $"Make the folder {folder} first.", new DirectoryNotFoundException());
        }

        bool gzip = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        RecordingFormat format = FormatToWrite(gzip ? path[..^3] : path, options);
        ByteSink sink;
        try
        {
            sink = ByteSink.To(path, gzip ? f => new GZipStream(f, CompressionLevel.Optimal) : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException(path, null, "a place that can be written to", e.Message, "Check that the folder exists and may be written to.", e);
        }

        return Create(format, sink, path, options);
    }

    /// <summary>Creates a recording in a stream.</summary>
    /// <param name="stream">Where the bytes go; stays open.</param>
    /// <param name="options">How to write; <see cref="WriteOptions.Format"/> must be given.</param>
    /// <returns>A writer.</returns>
    /// <exception cref="RecordingException">The format is unknown or cannot be written.</exception>
    public static RecordingWriter Create(Stream stream, WriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        return Create(FormatToWrite(string.Empty, options), ByteSink.To(stream), "(stream)", options);
    }

    private static string WithoutWrapping(string path) =>
        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase)
            ? Path.ChangeExtension(path, null) : path;

    private static RecordingWriter Create(RecordingFormat format, ByteSink sink, string name, WriteOptions options)
    {
        try
        {
            return format.Create(new RecordingTarget(sink, name, options));
        }
        catch
        {
            sink.Dispose();
            throw;
        }
    }

    private static RecordingFormat FormatToWrite(string path, WriteOptions options)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        RecordingFormat? format = options.Format is { } name
            ? RecordingFormats.ByName(name)
            : RecordingFormats.All.FirstOrDefault(f => f.CanWrite && f.Extensions.Contains(extension));
        if (format is null || !format.CanWrite)
        {
            throw new RecordingException(
                path, null, $"a format that can be written ({string.Join(", ", WritableFormatNames)})",
                options.Format is { } asked ? $"'{asked}'" : $"the extension '{extension}'", "Name the format with --format.");
        }

        return format;
    }

    private static RecordingFormat Detect(ByteWindow window, string name, string extension, ReadOptions options)
    {
        if (options.Format is { } asked)
        {
            return RecordingFormats.ByName(asked) ?? throw new RecordingException(
                name, null, $"a known format ({string.Join(", ", FormatNames)})", $"'{asked}'", "Name one of those with --input-format.");
        }

        ReadOnlySpan<byte> prefix = window.FillSpan(PrefixLength);
        if (prefix.IsEmpty)
        {
            throw new RecordingException(
                name, 0, "a recording", window.Fault is { } fault ? $"no readable content ({fault})" : "an empty file",
                "The copy or download of this file may have failed.");
        }

        prefix = prefix[..Math.Min(prefix.Length, PrefixLength)];
        return RecordingFormats.Recognise(prefix, extension) ?? throw new RecordingException(
            name, 0, $"a recording ({string.Join(", ", FormatNames)})", ContentGuess.Describe(prefix),
            "If it is a recording without a header, name its format with --input-format.");
    }
}
