namespace EventSnn.Recordings.Compression;

/// <summary>Compressed data that is damaged; becomes a warning or a <see cref="RecordingException"/> where its place in the file is known.</summary>
#pragma warning disable RCS1194 // Only ever made with what was found.
internal sealed class CompressedDataException(string found) : Exception(found);
#pragma warning restore RCS1194
