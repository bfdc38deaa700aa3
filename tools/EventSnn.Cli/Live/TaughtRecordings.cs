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
    public static void Teach(LivePipeline pipeline, IReadOnlyList<string> files, long stepMicroseconds, CommandOutput output)
    {
        foreach (string file in files)
        {
            string labelFile = DvsGestureLayout.LabelsPath(file);
            LabelTrack track = File.Exists(labelFile)
                ? LabelTrack.Read(labelFile)
                : throw new UsageException($"Option --teach: {file} has no labels beside it; expected {labelFile} with class,startTime_usec,endTime_usec.");
            string mapping = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "gesture_mapping.csv");
            IReadOnlyList<string> names = File.Exists(mapping) ? DvsGestureLayout.ReadMapping(mapping) : DvsGestureLayout.DefaultClassNames;
            var collector = new ClipCollector();
            foreach (GestureLabel label in track.Labels)
            {
                collector.Mark(new LabelMark(label.Start, label.Class));
                collector.Mark(new LabelMark(label.End, LabelMark.None));
            }

            Collect(file, stepMicroseconds, collector);
            foreach (GestureClip clip in collector.Clips)
            {
                pipeline.TeachFrom(clip.Label < names.Count ? names[clip.Label] : $"class {clip.Label + 1}", clip.Steps);
            }

            output.Note($"Taught {collector.Clips.Count} gestures from {file}.");
        }
    }

    private static void Collect(string file, long stepMicroseconds, ClipCollector collector)
    {
        SensorSize size = KnownSize.Of(file).Size ?? SensorSize.Dvs128;
        var binner = new TimeBinner(
            new BinningOptions { Size = size, StepMicroseconds = stepMicroseconds, Downsample = Math.Max(1, (Math.Min(size.Width, size.Height) + 31) / 32) }, collector.Push);
        using Recordings.Reading.RecordingReader reader = Recording.Open(file);
        using EventBatch batch = EventBatchPool.Shared.Rent();
        while (reader.Read(batch))
        {
            binner.Push(batch);
        }

        binner.Complete();
    }
}
