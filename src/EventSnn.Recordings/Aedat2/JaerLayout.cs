namespace EventSnn.Recordings.Aedat2;

/// <summary>The bit layouts of jAER addresses.</summary>
internal enum JaerLayout
{
    /// <summary>See <see cref="Dvs128Layout"/>.</summary>
    Dvs128,

    /// <summary>See <see cref="DavisLayout"/>.</summary>
    Davis,

    /// <summary>See <see cref="Dvs640Layout"/>.</summary>
    Dvs640,
}
