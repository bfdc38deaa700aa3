namespace EventSnn.Training.DataSets;

/// <summary>Which part of a data set a clip belongs to, as the data set itself says.</summary>
public enum ClipPart
{
    /// <summary>The data set does not say.</summary>
    Unspecified,

    /// <summary>To train with.</summary>
    Train,

    /// <summary>To test with.</summary>
    Test,
}
