namespace EventSnn.Recordings.Sensors;

/// <summary>Where a sensor's size is known from.</summary>
public enum SizeOrigin
{
    /// <summary>Nowhere: the recording tells no size and holds no event.</summary>
    Unknown,

    /// <summary>The caller gave it.</summary>
    Option,

    /// <summary>The recording tells it, or names a known camera.</summary>
    File,

    /// <summary>The recording lies in a folder with the layout of DvsGesture, whose sensor is known.</summary>
    Layout,

    /// <summary>It is the smallest usual sensor that holds all coordinates.</summary>
    Assumed,
}
