using EventSnn.Events.Geometry;

namespace EventSnn.Training.DataSets;

/// <summary>Data-set layouts by name.</summary>
public static class DataSetLayouts
{
    /// <summary><see cref="DvsGestureDataSet"/>.</summary>
    public const string DvsGesture = "dvsgesture";

    /// <summary><see cref="NMnistDataSet"/>.</summary>
    public const string NMnist = "nmnist";

    /// <summary><see cref="MnistDataSet"/>.</summary>
    public const string Mnist = "mnist";

    /// <summary><see cref="FolderDataSet"/>.</summary>
    public const string Folder = "folder";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [DvsGesture, NMnist, Mnist, Folder];

    /// <summary>Opens a data set; clips are read later.</summary>
    /// <param name="layout">One of <see cref="Names"/>.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="size">The sensor, for <see cref="Folder"/> where the files do not tell it; null otherwise.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="TrainingException">The folder is not in this layout.</exception>
    /// <exception cref="Recordings.RecordingException">A list, label file or recording is damaged.</exception>
    public static ClipDataSet Open(string layout, string folder, SensorSize? size = null) => layout switch
    {
        DvsGesture => DvsGestureDataSet.Open(folder),
        NMnist => NMnistDataSet.Open(folder),
        Mnist => MnistDataSet.Open(folder),
        Folder => FolderDataSet.Open(folder, size),
        _ => throw new TrainingException($"Expected one of the layouts {string.Join(", ", Names)}, found '{layout}'."),
    };
}
