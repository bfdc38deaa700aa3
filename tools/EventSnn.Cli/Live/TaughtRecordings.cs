using EventSnn.Cli.Shell;
using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;
using EventSnn.Live.Pipeline;
using EventSnn.Recordings;
using EventSnn.Recordings.DvsGesture;
using EventSnn.Recordings.Sensors;
using EventSnn.Streaming.Recognition;
using EventSnn.Streaming.Rehearsal;

namespace EventSnn.Cli.Live;

/// <summary>Teaches a pipeline from labelled recordings: every labelled gesture is one showing.</summary>
internal static class TaughtRecordings
{
    public static void Teach(LivePipeline pipeline, IReadOnlyList<string> files, LiveOptions options, CommandOutput output)
    {
        foreach (string file in files)
        {
            IReadOnlyList<(string Name, StepSequence Steps)> clips = Read(file, options);
            foreach ((string name, StepSequence steps) in clips)
            {
                pipeline.TeachFrom(name, steps);
            }

            output.Note($"Taught {clips.Count} gestures from {file}.");
        }
    }

    /// <summary>The labelled gestures of a recording, as the pipeline's steps.</summary>
    public static IReadOnlyList<(string Name, StepSequence Steps)> Read(string file, LiveOptions options)
    {
        var collector = new ClipCollector();
        foreach ((_, GestureLabel label) in Labels(file))
        {
            collector.Mark(new LabelMark(label.Start, label.Class));
            collector.Mark(new LabelMark(label.End, LabelMark.None));
        }

        Collect(file, options, collector);
        IReadOnlyList<string> names = Names(file);
        return [.. collector.Clips.Select(clip => (Name(names, clip.Label), clip.Steps))];
    }

    /// <summary>The labels beside a recording, with their names.</summary>
    public static IReadOnlyList<(string Name, GestureLabel Label)> Labels(string file)
    {
        string labelFile = DvsGestureLayout.LabelsPath(file);
        if (!File.Exists(labelFile))
        {
            Recording.Open(file).Dispose(); // a file that is not there, or no recording, says so itself
            throw new FileNotFoundException($"{file} has no labels beside it; expected {labelFile} with class,startTime_usec,endTime_usec.");
        }

        LabelTrack track = LabelTrack.Read(labelFile);
        IReadOnlyList<string> names = Names(file);
        return [.. track.Labels.Select(label => (Name(names, label.Class), label))];
    }

    private static string Name(IReadOnlyList<string> names, int label) => label < names.Count ? names[label] : $"class {label + 1}";

    private static IReadOnlyList<string> Names(string file)
    {
        string mapping = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "gesture_mapping.csv");
        return File.Exists(mapping) ? DvsGestureLayout.ReadMapping(mapping) : DvsGestureLayout.DefaultClassNames;
    }

    private static void Collect(string file, LiveOptions options, ClipCollector collector)
    {
        SensorSize size = KnownSize.Of(file).Size ?? SensorSize.Dvs128;
        var binner = new TimeBinner(options.BinningFor(size), collector.Push);
        using Recordings.Reading.RecordingReader reader = Recording.Open(file);
        using EventBatch batch = EventBatchPool.Shared.Rent();
        while (reader.Read(batch))
        {
            binner.Push(batch);
        }

        binner.Complete();
    }
}
