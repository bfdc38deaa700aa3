using EventSnn.Events.Binning;
using EventSnn.Events.Streams;
using EventSnn.Streaming.Recognition;

namespace EventSnn.Streaming.Rehearsal;

/// <summary>Keeps the steps of a stream on which a label is in force, one clip per gesture.</summary>
public sealed class ClipCollector
{
    private readonly LabelClock labels = new();
    private readonly List<GestureClip> clips = [];
    private GestureClip? open;

    /// <summary>The gestures so far, the one still going on included.</summary>
    public IReadOnlyList<GestureClip> Clips => clips;

    /// <summary>Puts a label in force, or ends one.</summary>
    /// <param name="mark">The mark.</param>
    public void Mark(LabelMark mark) => labels.Add(mark);

    /// <summary>Takes step batches; other items are passed over.</summary>
    /// <param name="item">The item; only read.</param>
    public void Push(StreamItem item)
    {
        if (item is not StepBatch batch)
        {
            return;
        }

        for (int k = 0; k < batch.Count; k++)
        {
            if (labels.AdvanceTo(batch.Timestamp(k)))
            {
                open = null;
            }

            if (labels.Class == LabelMark.None)
            {
                continue;
            }

            if (open is null)
            {
                open = new GestureClip(new StepSequence(batch.StepMicroseconds), labels.Class);
                clips.Add(open);
            }

            open.Steps.Append(batch.Inputs(k), batch.Counts(k));
        }
    }
}
