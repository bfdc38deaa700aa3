using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EventSnn.Events.Batches;

namespace EventSnn.Recordings.Digest;

/// <summary>
/// The content digest of a recording: SHA-256 over its columns in file order, all t as int64 little-endian, then all x and all y
/// as uint16 little-endian, then all polarities as bytes. Equal digests mean equal events, whatever the file format.
/// </summary>
/// <remarks>
/// The columns come one after the other in the hash but side by side in the batches; x, y and polarity therefore wait, in memory
/// up to 32 MB together and in temporary files beyond that.
/// </remarks>
public sealed class ContentDigest : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ColumnSpool x = new(13 << 20);
    private readonly ColumnSpool y = new(13 << 20);
    private readonly ColumnSpool p = new(6 << 20);

    /// <summary>Adds events.</summary>
    /// <param name="batch">The events; borrowed for the call.</param>
    public void Add(EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("The content digest needs a little-endian processor.");
        }

        hash.AppendData(MemoryMarshal.AsBytes(batch.Timestamps));
        x.Append(MemoryMarshal.AsBytes(batch.X));
        y.Append(MemoryMarshal.AsBytes(batch.Y));
        p.Append(batch.Polarities);
    }

    /// <summary>Ends the digest.</summary>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public string Finish()
    {
        x.CopyTo(hash);
        y.CopyTo(hash);
        p.CopyTo(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        hash.Dispose();
        x.Dispose();
        y.Dispose();
        p.Dispose();
    }
}
