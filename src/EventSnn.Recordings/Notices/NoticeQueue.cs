using System.Diagnostics.CodeAnalysis;
using EventSnn.Events.Streams;

namespace EventSnn.Recordings.Notices;

/// <summary>
/// Notices that wait for the consumer of a reader. Bounded: when very many come without an event between them, the last one of
/// their kind gathers the rest in its count.
/// </summary>
internal sealed class NoticeQueue
{
    private const int Limit = 32;
    private readonly List<StreamNotice> ready = [];
    private readonly List<StreamNotice> deferred = [];
    private int taken;

    /// <summary>True where a notice waits for the batch before it to be delivered; the decoder ends its batch.</summary>
    public bool HasDeferred => deferred.Count > 0;

    /// <summary>Starts a read: what was not taken is discarded, what was deferred becomes ready.</summary>
    public void StartRead()
    {
        ready.Clear();
        taken = 0;
        ReleaseDeferred();
    }

    /// <summary>Makes deferred notices ready: no event of the running batch is left that they would come after.</summary>
    public void ReleaseDeferred()
    {
        ready.AddRange(deferred);
        deferred.Clear();
    }

    /// <summary>Adds a notice.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="afterEvents">True where events of the running batch come before it.</param>
    public void Add(StreamNotice notice, bool afterEvents)
    {
        List<StreamNotice> list = afterEvents ? deferred : ready;
        if (list.Count >= Limit)
        {
            for (int i = list.Count - 1; i >= 0; i--)
            {
                if (list[i].Kind == notice.Kind)
                {
                    StreamNotice last = list[i];
                    list[i] = new StreamNotice(last.Kind, notice.Timestamp ?? last.Timestamp, last.Count + Math.Max(1, notice.Count), notice.Detail);
                    return;
                }
            }
        }

        list.Add(notice);
    }

    /// <summary>Takes the oldest ready notice.</summary>
    /// <param name="notice">The notice.</param>
    /// <returns>False where there is none.</returns>
    public bool TryTake([NotNullWhen(true)] out StreamNotice? notice)
    {
        notice = taken < ready.Count ? ready[taken++] : null;
        return notice is not null;
    }
}
