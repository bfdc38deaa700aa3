using EventSnn.Events.Batches;

namespace EventSnn.Cameras.Senders;

/// <summary>Writes events as the messages of one protocol. Keeps what must be kept between messages (their numbers); one per receiver.</summary>
public abstract class EventEncoder
{
    private readonly byte[] message;

    /// <summary>Creates an encoder.</summary>
    /// <param name="largestMessage">The most bytes that one message has.</param>
    private protected EventEncoder(int largestMessage) => message = GC.AllocateUninitializedArray<byte>(largestMessage, pinned: true);

    /// <summary>What a connection begins with; empty for datagrams.</summary>
    public abstract byte[] Opening { get; }

    /// <summary>Makes one message.</summary>
    /// <param name="batch">Where the events are.</param>
    /// <param name="start">The first event to write.</param>
    /// <param name="taken">Events that the message holds, at least 1.</param>
    /// <returns>The message; valid until the next call.</returns>
    /// <exception cref="CameraException">The protocol cannot hold an event.</exception>
    public virtual ReadOnlyMemory<byte> Encode(EventBatch batch, int start, out int taken) =>
        message.AsMemory(0, Encode(batch, start, message, out taken));

    /// <summary>Makes a message that tells of a clock that was set back.</summary>
    /// <param name="timestamp">When, in microseconds.</param>
    /// <returns>The message; empty where the protocol cannot tell.</returns>
    public ReadOnlyMemory<byte> Reset(long timestamp) => message.AsMemory(0, Reset(timestamp, message));

    /// <summary>Writes one message of at least one event and returns its bytes.</summary>
    private protected virtual int Encode(EventBatch batch, int start, Span<byte> target, out int taken) =>
        throw new NotSupportedException("An encoder makes its messages here or in Encode.");

    /// <summary>Writes a message about a clock reset and returns its bytes; 0 where there is none.</summary>
    private protected virtual int Reset(long timestamp, Span<byte> target) => 0;

    /// <summary>Refuses events that the protocol cannot hold.</summary>
    private protected static void Require(EventBatch batch, int start, int maximumX, int maximumY, long maximumTime)
    {
        if (start > 0)
        {
            return; // the whole batch was looked at with its first message
        }

        for (int i = 0; i < batch.Count; i++)
        {
            if (batch.X[i] > maximumX || batch.Y[i] > maximumY || (ulong)batch.Timestamps[i] > (ulong)maximumTime)
            {
                throw new CameraException(
                    "sender",
                    $"events up to x = {maximumX}, y = {maximumY} with times from 0 to {maximumTime} us, which is what the protocol can hold",
                    $"one at x = {batch.X[i]}, y = {batch.Y[i]}, {batch.Timestamps[i]} us",
                    "Name another protocol, or the true sensor with --size.");
            }
        }
    }
}
