using EventSnn.Events.Geometry;
using EventSnn.Simulation.Pixels;
using EventSnn.Simulation.Readout;

namespace EventSnn.Simulation.Cameras;

/// <summary>The cameras that can be imitated.</summary>
public static class CameraModels
{
    /// <summary>
    /// The DVS128 of the DvsGesture set, 128 x 128. Thresholds, bandwidth and noise are fitted by eye and by event
    /// statistics to real DVS128 gesture recordings; see the README of this project.
    /// </summary>
    public static CameraModel Dvs128 { get; } = new(
        "dvs128",
        SensorSize.Dvs128,
        new PixelOptions
        {
            ThresholdOn = 0.24,
            ThresholdOff = 0.24,
            ThresholdSpread = 0.04,
            BandwidthHz = 200,
            LeakHz = 0.02,
            ShotNoiseHz = 0.1,
            RefractoryMicroseconds = 250,
            ReboundAfterOn = 0.2,
            ReboundAfterOff = 0.06,
            HotPixelFraction = 0.0002,
            HotPixelHighHz = 100,
        },
        new ReadoutOptions { EchoFraction = 0.13 });

    /// <summary>The DAVIS346, 346 x 260, in ordinary indoor light: faster bus, a little leak.</summary>
    public static CameraModel Davis346 { get; } = new(
        "davis346",
        new SensorSize(346, 260),
        new PixelOptions { ThresholdOn = 0.2, ThresholdOff = 0.2, ThresholdSpread = 0.03, BandwidthHz = 300, LeakHz = 0.1, ShotNoiseHz = 0.1, HotPixelFraction = 0.0005 },
        new ReadoutOptions { ServiceMicroseconds = 1.0 / 12, LatencyMicroseconds = 10, JitterMicroseconds = 2, QueueLength = 65536 });

    /// <summary>The DVXplorer, 640 x 480: no leak (its pixels are reset by a clock), higher thresholds, a bus of 165 M events/s.</summary>
    public static CameraModel DvXplorer { get; } = new(
        "dvxplorer",
        new SensorSize(640, 480),
        new PixelOptions { ThresholdOn = 0.3, ThresholdOff = 0.3, ThresholdSpread = 0.03, BandwidthHz = 500, LeakHz = 0, ShotNoiseHz = 0.05, HotPixelFraction = 0.0001 },
        new ReadoutOptions { ServiceMicroseconds = 1.0 / 165, LatencyMicroseconds = 100, JitterMicroseconds = 50, QueueLength = 1 << 20 });

    /// <summary>No imperfection at all, 128 x 128: equal thresholds, logarithmic, no bandwidth limit, no noise, no dead time, no bus.</summary>
    public static CameraModel Ideal { get; } = new(
        "ideal",
        SensorSize.Dvs128,
        new PixelOptions
        {
            Response = LightResponse.Logarithmic,
            ThresholdSpread = 0,
            BandwidthHz = double.PositiveInfinity,
            LeakHz = 0,
            ShotNoiseHz = 0,
            RefractoryMicroseconds = 0,
            RandomPhase = false,
        },
        new ReadoutOptions { ServiceMicroseconds = 0, LatencyMicroseconds = 0, JitterMicroseconds = 0 });

    /// <summary>A camera in poor light, 128 x 128 (the noisy preset of v2e): 30 Hz bandwidth, 5 Hz of noise in every pixel.</summary>
    public static CameraModel Noisy { get; } = new(
        "noisy",
        SensorSize.Dvs128,
        new PixelOptions { ThresholdSpread = 0.05, BandwidthHz = 30, LeakHz = 0.1, ShotNoiseHz = 5, HotPixelFraction = 0.001 },
        new ReadoutOptions());

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CameraModel> All { get; } = [Dvs128, Davis346, DvXplorer, Ideal, Noisy];

    /// <summary>Finds a camera by its name.</summary>
    /// <param name="name">One of the names in <see cref="All"/>, in any case.</param>
    /// <returns>The camera, or null where there is none of that name.</returns>
    public static CameraModel? Find(string name) =>
        All.FirstOrDefault(m => string.Equals(m.Name, name, StringComparison.OrdinalIgnoreCase));
}
