using System.Security.Cryptography;

namespace EventSnn.Recordings.Digest;

/// <summary>A column that waits for its turn: in memory as long as it is small, then in a temporary file.</summary>
/// <param name="memoryLimit">Bytes that stay in memory.</param>
internal sealed class ColumnSpool(int memoryLimit) : IDisposable
{
    private Stream store = new MemoryStream();

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (store is MemoryStream && store.Length + bytes.Length > memoryLimit)
        {
            string path = Path.Combine(Path.GetTempPath(), $"eventsnn-{Guid.NewGuid():N}.column");
            FileStream file = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
            store.Position = 0;
            store.CopyTo(file);
            store.Dispose();
            store = file;
        }

        store.Write(bytes);
    }

    /// <summary>Adds the whole column to a hash.</summary>
    public void CopyTo(IncrementalHash hash)
    {
        byte[] buffer = new byte[1 << 16];
        store.Position = 0;
        for (int n = store.Read(buffer); n > 0; n = store.Read(buffer))
        {
            hash.AppendData(buffer.AsSpan(0, n));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => store.Dispose();
}
