using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.DvsGesture;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Sensors;

/// <summary>A sensor's size together with where it is known from.</summary>
/// <param name="Size">The size; null where the origin is <see cref="SizeOrigin.Unknown"/>.</param>
/// <param name="Origin">Where it is known from.</param>
public readonly record struct KnownSize(SensorSize? Size, SizeOrigin Origin)
{
    /// <summary>Finds the sensor of a recording. Reads it through where neither options nor file tell the size.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <returns>The size and where it is known from.</returns>
    /// <exception cref="RecordingException">The file cannot be read.</exception>
    public static KnownSize Of(string path, ReadOptions? options = null)
    {
        // The sensor is that of the whole recording, whatever range of it is wanted.
        ReadOptions read = (options ?? ReadOptions.Default) with { From = null, To = null };
        using RecordingReader reader = Recording.Open(path, read);
        if (reader.DeclaredSize is not null)
        {
            return Of(reader, options, 0, 0);
        }

        if (reader.KnownExtent is { } extent)
        {
            return Assumed(reader, extent.X, extent.Y);
        }

        using EventBatch batch = EventBatchPool.Shared.Rent();
        int maximumX = 0;
        int maximumY = 0;
        while (reader.Read(batch))
        {
            ColumnFacts facts = ColumnFacts.Of(batch);
            maximumX = Math.Max(maximumX, facts.LargestX);
            maximumY = Math.Max(maximumY, facts.LargestY);
        }

        return Of(reader, options, maximumX, maximumY);
    }

    internal static KnownSize Of(RecordingReader reader, ReadOptions? options, int maximumX, int maximumY)
    {
        if (reader.DeclaredSize is { } declared)
        {
            return new KnownSize(declared, options?.Size is null ? SizeOrigin.File : SizeOrigin.Option);
        }

        return reader.Counters.Delivered == 0 ? new KnownSize(null, SizeOrigin.Unknown) : Assumed(reader, maximumX, maximumY);
    }

    private static KnownSize Assumed(RecordingReader reader, int maximumX, int maximumY)
    {
        SensorSize layout = DvsGestureLayout.Size;
        if (layout.Contains(maximumX, maximumY) && File.Exists(DvsGestureLayout.LabelsPath(reader.FileName)))
        {
            return new KnownSize(layout, SizeOrigin.Layout);
        }

        return new KnownSize(UsualSensors.SmallestHolding(maximumX, maximumY), SizeOrigin.Assumed);
    }
}
