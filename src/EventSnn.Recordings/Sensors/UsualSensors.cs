using EventSnn.Events.Geometry;

namespace EventSnn.Recordings.Sensors;

/// <summary>The sensors that event recordings usually come from, for files that do not tell their size.</summary>
public static class UsualSensors
{
    private static readonly (string Name, SensorSize Size)[] Cameras =
    [
        ("DVS128", new(128, 128)), ("DAVIS128", new(128, 128)), ("DAVIS208", new(208, 192)), ("DAVIS240", new(240, 180)),
        ("DAVIS346", new(346, 260)), ("DAVIS640", new(640, 480)), ("DVXPLORERLITE", new(320, 240)),
        ("DVXPLORER", new(640, 480)), ("DVS640", new(640, 480)),
    ];

    /// <summary>The sizes in ascending order: N-MNIST, DVS128, DAVIS240, ATIS, DVXplorer Lite, DAVIS346, VGA, HD.</summary>
    public static IReadOnlyList<SensorSize> Sizes { get; } =
    [
        new(34, 34), new(128, 128), new(240, 180), new(304, 240), new(320, 240), new(346, 260), new(640, 480), new(1280, 720),
    ];

    /// <summary>The smallest usual sensor that holds a pixel.</summary>
    /// <param name="x">The largest column that occurs.</param>
    /// <param name="y">The largest row that occurs.</param>
    /// <returns>The size; the bounding size of the pixel itself where no usual sensor holds it.</returns>
    public static SensorSize SmallestHolding(int x, int y)
    {
        foreach (SensorSize size in Sizes)
        {
            if (size.Contains(x, y))
            {
                return size;
            }
        }

        return new SensorSize(x + 1, y + 1);
    }

    /// <summary>The sensor of a camera.</summary>
    /// <param name="name">The camera's name, as <c>DAVIS346_00000104</c>; may be null.</param>
    /// <returns>The size; null where the name is not known.</returns>
    public static SensorSize? ByCamera(string? name)
    {
        foreach ((string known, SensorSize size) in Cameras)
        {
            if (name is not null && name.Contains(known, StringComparison.OrdinalIgnoreCase))
            {
                return size;
            }
        }

        return null;
    }
}
