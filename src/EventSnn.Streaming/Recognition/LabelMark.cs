using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace EventSnn.Streaming.Recognition;

/// <summary>From this moment another label is in force, until the next mark.</summary>
/// <param name="Timestamp">Event time in microseconds from which it holds; null for at once (a person pressing a key).</param>
/// <param name="Class">The class, from 0; -1 where no label is in force from here on.</param>
public readonly record struct LabelMark(long? Timestamp, int Class)
{
    /// <summary>The value of <see cref="Class"/> where no label is in force.</summary>
    public const int None = -1;

    /// <summary>A stream of labels that are known beforehand, as a recording's are.</summary>
    /// <param name="marks">The marks.</param>
    /// <returns>
    /// All marks at once, at the moment of subscription. (Rx's own <c>ToObservable()</c> would queue them behind a source that
    /// pumps while it is subscribed to, and they would come too late.)
    /// </returns>
    public static IObservable<LabelMark> Known(IEnumerable<LabelMark> marks) => marks.ToObservable(ImmediateScheduler.Instance);
}
