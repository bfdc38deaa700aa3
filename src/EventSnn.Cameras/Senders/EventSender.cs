using EventSnn.Events.Batches;
using EventSnn.Events.Streams;

namespace EventSnn.Cameras.Senders;

/// <summary>Sends the items of a stream as messages. One receiver; not safe for concurrent use.</summary>
/// <param name="encoder">Writes the messages.</param>
/// <param name="send">Sends one message, as a whole.</param>
public sealed class EventSender(EventEncoder encoder, Action<ReadOnlyMemory<byte>> send)
{
    /// <summary>Events sent.</summary>
    public long Events { get; private set; }

    /// <summary>Messages sent, those that hold no event included.</summary>
    public long Messages { get; private set; }

    /// <summary>Sends what a connection begins with.</summary>
    public void Open()
    {
        byte[] opening = encoder.Opening;
        if (opening.Length > 0)
        {
            send(opening);
        }
    }

    /// <summary>Sends a batch, or tells of a clock reset where the protocol can; other notices are the receiver's own to find.</summary>
    /// <param name="item">The item; borrowed.</param>
    public void Send(StreamItem item)
    {
        if (item is EventBatch batch)
        {
            for (int start = 0; start < batch.Count;)
            {
                Deliver(encoder.Encode(batch, start, out int taken));
                start += taken;
                Events += taken;
            }
        }
        else if (item is StreamNotice { Kind: NoticeKind.TimestampReset } reset)
        {
            Deliver(encoder.Reset(reset.Timestamp ?? 0));
        }
    }

    private void Deliver(ReadOnlyMemory<byte> message)
    {
        if (message.Length > 0)
        {
            send(message);
            Messages++;
        }
    }
}
