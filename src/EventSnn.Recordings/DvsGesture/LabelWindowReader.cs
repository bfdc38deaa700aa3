using EventSnn.Events.Batches;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.DvsGesture;

/// <summary>Cuts a recording to its label windows: yields the events inside labels, never two labels in one batch, and passes over the rest.</summary>
/// <param name="reader">The recording; stays the caller's.</param>
/// <param name="track">The labels.</param>
/// <param name="pool">Where the look-ahead batch comes from; null for the pool of the process.</param>
public sealed class LabelWindowReader(RecordingReader reader, LabelTrack track, EventBatchPool? pool = null) : IDisposable
{
    private readonly EventBatch ahead = (pool ?? EventBatchPool.Shared).Rent();
    private int next;

    /// <summary>Events delivered so far.</summary>
    public long Inside { get; private set; }

    /// <summary>Events passed over so far because no label was in force.</summary>
    public long Outside { get; private set; }

    /// <summary>Reads further events of one label.</summary>
    /// <param name="batch">Is cleared and filled with events that all lie in one label.</param>
    /// <param name="label">The index of that label in <see cref="LabelTrack.Labels"/>; -1 at the end.</param>
    /// <returns>False at the end of the recording.</returns>
    /// <exception cref="RecordingException">The recording is damaged and its reader strict.</exception>
    public bool Read(EventBatch batch, out int label)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear();
        label = -1;
        while (true)
        {
            ReadOnlySpan<long> t = ahead.Timestamps;
            while (next < t.Length && label < 0)
            {
                label = track.IndexAt(t[next]);
                if (label < 0)
                {
                    next++;
                    Outside++;
                }
            }

            if (label >= 0)
            {
                GestureLabel window = track.Labels[label];
                int end = next;
                while (end < t.Length && end - next < batch.Capacity && window.Contains(t[end]))
                {
                    end++;
                }

                EventColumns to = batch.GetFreeColumns();
                int n = end - next;
                t.Slice(next, n).CopyTo(to.Timestamps);
                ahead.X.Slice(next, n).CopyTo(to.X);
                ahead.Y.Slice(next, n).CopyTo(to.Y);
                ahead.Polarities.Slice(next, n).CopyTo(to.Polarities);
                batch.Advance(n);
                next = end;
                Inside += n;
                return true;
            }

            next = 0;
            if (!reader.Read(ahead))
            {
                return false;
            }
        }
    }

    /// <summary>Gives the look-ahead batch back; the recording stays open.</summary>
    public void Dispose() => ahead.Dispose();
}
