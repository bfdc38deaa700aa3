using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;

namespace EventSnn.Cameras.Contract;

/// <summary>Events outside the sensor are counted, not delivered.</summary>
internal static class SensorClip
{
    /// <summary>Moves the events that are inside to the front.</summary>
    /// <param name="size">The sensor.</param>
    /// <param name="columns">The events.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>How many are inside.</returns>
    public static int Keep(SensorSize size, EventColumns columns, int count)
    {
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            columns.Timestamps[kept] = columns.Timestamps[i];
            columns.X[kept] = columns.X[i];
            columns.Y[kept] = columns.Y[i];
            columns.Polarities[kept] = columns.Polarities[i];
            kept += size.Contains(columns.X[i], columns.Y[i]) ? 1 : 0;
        }

        return kept;
    }
}
