using EventSnn.Events.Batches;
using EventSnn.Events.Filters;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Sensors;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Conversion;

/// <summary>Reads a recording, selects and filters, and writes another; in constant memory unless it sorts.</summary>
public static class RecordingConverter
{
    /// <summary>Converts a file. The target appears only when it is complete.</summary>
    /// <param name="source">The file to read.</param>
    /// <param name="target">The file to write.</param>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Is told after every batch how many of how many bytes are read; null for nobody.</param>
    /// <param name="cancellation">Gives up; nothing is left behind.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="RecordingException">The source cannot be read, or the target's format cannot hold an event.</exception>
    public static ConversionResult Convert(
        string source, string target, ConversionOptions options, Action<long, long?>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        ReadOptions read = options.Read with { From = options.From ?? options.Read.From, To = options.To ?? options.Read.To };
        KnownSize size = KnownSize.Of(source, read);
        SensorSize sensor = size.Size ?? new SensorSize(1, 1);
        FilterChain chain = Chain(sensor, options, source);
        WriteOptions write = options.Write with { Size = options.Write.Size ?? (size.Size is null ? null : chain.OutputSize) };

        using RecordingReader reader = Recording.Open(source, read);
        using RecordingWriter writer = Recording.Create(target, write);
        using ConversionRun run = new(reader, writer, chain, options);
        while (run.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke(reader.BytePosition, reader.ByteLength);
        }

        writer.Complete();
        return new ConversionResult(
            reader.Counters.Delivered + reader.Counters.OutsideRange + reader.Counters.PassedOver, writer.Written, reader.Counters.OutsideRange + reader.Counters.PassedOver,
            chain.Filtered, reader.Counters.Skipped, reader.WarningCount, size)
        {
            PassedOver = reader.Counters.PassedOver, IndexUse = reader.IndexUse, IndexFault = reader.IndexFault, WrittenSize = write.Size,
        };
    }

    private static FilterChain Chain(SensorSize size, ConversionOptions options, string source)
    {
        List<EventFilter> filters = [];
        if (options.Crop is { } region)
        {
            if (!region.IsWithin(size))
            {
                throw new RecordingException(
                    source, null, $"a region within the sensor of {size}", $"{region.X},{region.Y},{region.Width},{region.Height}",
                    "Give --crop X,Y,W,H within the sensor, or the true sensor with --size WxH.", new ArgumentOutOfRangeException(nameof(options)));
            }

            filters.Add(new CropFilter(size, region));
        }

        Add(filters, size, options.Polarity is { } on, s => new PolarityFilter(s, options.Polarity ?? true));
        Add(filters, size, options.Refractory > 0, s => new RefractoryFilter(s, options.Refractory));
        Add(filters, size, options.BackgroundActivity > 0, s => new BackgroundActivityFilter(s, options.BackgroundActivity));
        Add(filters, size, options.Downsample > 1, s => new DownsampleFilter(s, options.Downsample));
        return new FilterChain(size, filters);
    }

    private static void Add(List<EventFilter> filters, SensorSize size, bool wanted, Func<SensorSize, EventFilter> make)
    {
        if (wanted)
        {
            filters.Add(make(filters.Count == 0 ? size : filters[^1].OutputSize));
        }
    }
}
