namespace EventSnn.Recordings.Aedat4;

/// <summary>How the packets of an AEDAT 4 file are compressed; the numbers are those of the file.</summary>
internal enum Aedat4Compression
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>LZ4 frames.</summary>
    Lz4 = 1,

    /// <summary>LZ4 frames made with more effort.</summary>
    Lz4High = 2,

    /// <summary>Zstandard frames.</summary>
    Zstd = 3,

    /// <summary>Zstandard frames made with more effort.</summary>
    ZstdHigh = 4,
}
