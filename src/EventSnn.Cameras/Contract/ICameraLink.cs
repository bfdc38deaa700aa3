using System.Diagnostics.CodeAnalysis;
using EventSnn.Events.Batches;
using EventSnn.Events.Streams;

namespace EventSnn.Cameras.Contract;

/// <summary>One connection to a camera. One thread reads; any thread may dispose, which ends a read that waits.</summary>
public interface ICameraLink : IDisposable
{
    /// <summary>What has arrived on this connection so far. Any thread.</summary>
    LinkCounters Counters { get; }

    /// <summary>Waits until something arrives and reads what is there.</summary>
    /// <param name="batch">Is cleared and filled; may stay empty where only notices came.</param>
    /// <returns>False where the other side has ended the connection.</returns>
    /// <exception cref="CameraException">The connection broke, or cannot be understood any more.</exception>
    bool Read(EventBatch batch);

    /// <summary>Takes the next notice of the last read; it comes before the events of that read.</summary>
    /// <param name="notice">The notice.</param>
    /// <returns>False where there is none left.</returns>
    bool TryTakeNotice([NotNullWhen(true)] out StreamNotice? notice);
}
