using EventSnn.Recordings.Aedat2;
using EventSnn.Recordings.Aedat3;
using EventSnn.Recordings.Aedat4;
using EventSnn.Recordings.Arrow;
using EventSnn.Recordings.Csv;
using EventSnn.Recordings.Dat;
using EventSnn.Recordings.Event40;
using EventSnn.Recordings.EventStreams;
using EventSnn.Recordings.Evt;

namespace EventSnn.Recordings.Formats;

/// <summary>The formats that this library knows.</summary>
internal static class RecordingFormats
{
    /// <summary>All formats; the first one of equal certainty wins.</summary>
    public static IReadOnlyList<RecordingFormat> All { get; } =
    [
        new Aedat3Format(),
        new Aedat2Format(),
        new Aedat1Format(),
        new Aedat4Format(),
        new DatFormat(),
        new EvtFormat(30),
        new EvtFormat(20),
        new EvtFormat(21),
        new EventStreamFormat(),
        new ArrowFormat(isFile: true),
        new ArrowFormat(isFile: false),
        new Event40Format(),
        new CsvFormat(),
    ];

    /// <summary>Finds a format by its name.</summary>
    public static RecordingFormat? ByName(string name) =>
        All.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Recognises content.</summary>
    /// <param name="prefix">The first bytes.</param>
    /// <param name="extension">The extension with the dot, lower case, without a compression extension.</param>
    /// <returns>The format, or null.</returns>
    public static RecordingFormat? Recognise(ReadOnlySpan<byte> prefix, string extension)
    {
        RecordingFormat? best = null;
        int certainty = 0;
        foreach (RecordingFormat format in All)
        {
            int own = format.Recognise(prefix, extension);
            if (own > certainty)
            {
                (best, certainty) = (format, own);
            }
        }

        return best;
    }
}
