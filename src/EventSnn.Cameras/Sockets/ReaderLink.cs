using System.Diagnostics.CodeAnalysis;
using EventSnn.Cameras.Contract;
using EventSnn.Events.Batches;
using EventSnn.Events.Streams;
using EventSnn.Recordings;
using EventSnn.Recordings.Reading;

namespace EventSnn.Cameras.Sockets;

/// <summary>A connection whose bytes are those of a recording: a TCP socket or a pipe.</summary>
/// <param name="name">The camera's address.</param>
/// <param name="reader">Decodes the bytes.</param>
/// <param name="connection">Closing it ends a read that waits.</param>
internal sealed class ReaderLink(string name, RecordingReader reader, IDisposable connection) : ICameraLink
{
    private long skipped;
    private long events;
    private volatile bool closed;

    /// <inheritdoc/>
    public LinkCounters Counters => new(Interlocked.Read(ref events), Interlocked.Read(ref skipped));

    /// <inheritdoc/>
    public bool Read(EventBatch batch)
    {
        try
        {
            bool more = reader.Read(batch);
            Interlocked.Exchange(ref events, reader.Counters.Delivered);
            Interlocked.Exchange(ref skipped, reader.Counters.Skipped);
            return more;
        }
        catch (Exception e) when (e is RecordingException or IOException or ObjectDisposedException)
        {
            throw new CameraException(name, "a connection that stays", closed ? "that it was closed" : e.Message, null, e);
        }
    }

    /// <inheritdoc/>
    public bool TryTakeNotice([NotNullWhen(true)] out StreamNotice? notice) => reader.TryTakeNotice(out notice);

    /// <summary>Closes the connection; the reader keeps no handle of its own.</summary>
    public void Dispose()
    {
        closed = true;
        connection.Dispose();
    }
}
