using EventSnn.Events.Batches;
using EventSnn.Recordings.DvsGesture;
using EventSnn.Recordings.Reading;
using EventSnn.Simulation.Pictures;

namespace EventSnn.Simulation.Realism;

/// <summary>Statistics and pictures of the labelled clips of a recording, class by class.</summary>
public sealed class ClipStatistics
{
    /// <summary>Statistics of all clips together.</summary>
    public EventStatistics All { get; } = new(DvsGestureLayout.Size);

    /// <summary>Statistics by class from 0.</summary>
    public SortedDictionary<int, EventStatistics> ByClass { get; } = [];

    /// <summary>A picture of the events of the first clip of every class: ON green, OFF red.</summary>
    public SortedDictionary<int, Picture> Pictures { get; } = [];

    /// <summary>Reads a recording with the label file beside it.</summary>
    /// <param name="path">The recording.</param>
    /// <exception cref="Recordings.RecordingException">The recording or its labels cannot be read.</exception>
    public void Add(string path)
    {
        LabelTrack track = LabelTrack.Read(DvsGestureLayout.LabelsPath(path));
        using RecordingReader reader = DvsGestureLayout.OpenRecording(path);
        using EventBatch batch = EventBatchPool.Shared.Rent();
        int open = -1;
        AccumulatedEvents? picture = null;
        while (reader.Read(batch))
        {
            int start = 0;
            for (int i = 0; i <= batch.Count; i++)
            {
                int label = i < batch.Count ? track.IndexAt(batch.Timestamps[i]) : open;
                if (label == open && i < batch.Count)
                {
                    continue;
                }

                if (open >= 0)
                {
                    All.Add(batch, start, i - start);
                    ByClass[track.Labels[open].Class].Add(batch, start, i - start);
                    picture?.Add(batch, start, i - start);
                }

                start = i;
                if (label != open)
                {
                    Close(track, open, picture);
                    picture = Open(track, label);
                    open = label;
                }
            }
        }

        Close(track, open, picture);
    }

    private AccumulatedEvents? Open(LabelTrack track, int label)
    {
        if (label < 0)
        {
            return null;
        }

        GestureLabel clip = track.Labels[label];
        ByClass.TryAdd(clip.Class, new EventStatistics(DvsGestureLayout.Size));
        All.BeginClip(clip.Start);
        ByClass[clip.Class].BeginClip(clip.Start);
        return Pictures.ContainsKey(clip.Class) ? null : new AccumulatedEvents(DvsGestureLayout.Size);
    }

    private void Close(LabelTrack track, int label, AccumulatedEvents? picture)
    {
        if (label < 0)
        {
            return;
        }

        GestureLabel clip = track.Labels[label];
        All.EndClip(clip.End);
        ByClass[clip.Class].EndClip(clip.End);
        if (picture is not null)
        {
            Pictures.Add(clip.Class, picture.Draw());
        }
    }
}
