using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;

namespace EventSnn.Recordings.Reading;

/// <summary>Takes events that lie outside the sensor out of a batch.</summary>
internal static class OutsideEvents
{
    /// <summary>Keeps the events inside, in their order.</summary>
    /// <param name="batch">The batch, with at least one event outside.</param>
    /// <param name="size">The sensor.</param>
    /// <param name="first">Where the first one outside was.</param>
    /// <returns>How many were outside.</returns>
    public static int Drop(EventBatch batch, SensorSize size, out (ushort X, ushort Y) first)
    {
        int total = batch.Count;
        int kept = 0;
        first = default;
        batch.Clear();
        EventColumns columns = batch.GetFreeColumns();
        for (int i = 0; i < total; i++)
        {
            bool inside = size.Contains(columns.X[i], columns.Y[i]);
            if (!inside && kept == i)
            {
                first = (columns.X[i], columns.Y[i]);
            }

            columns.Timestamps[kept] = columns.Timestamps[i];
            columns.X[kept] = columns.X[i];
            columns.Y[kept] = columns.Y[i];
            columns.Polarities[kept] = columns.Polarities[i];
            kept += inside ? 1 : 0;
        }

        batch.Advance(kept);
        return total - kept;
    }
}
