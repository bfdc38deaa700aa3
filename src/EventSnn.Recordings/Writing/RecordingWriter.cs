using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;

namespace EventSnn.Recordings.Writing;

/// <summary>
/// Writes one recording. The file appears under its name when <see cref="Complete"/> returns; a writer that is disposed before
/// leaves nothing behind, and an older file of that name as it was.
/// </summary>
/// <remarks>Nothing is lost silently: a time or coordinate that the format cannot hold is refused.</remarks>
public abstract class RecordingWriter : IDisposable
{
    private bool completed;

    private protected RecordingWriter(RecordingTarget target) => Target = target;

    /// <summary>The format's name.</summary>
    public abstract string Format { get; }

    /// <summary>Events written so far.</summary>
    public long Written { get; private set; }

    private protected RecordingTarget Target { get; }

    private protected Bytes.ByteSink Sink => Target.Sink;

    private protected WriteOptions Options => Target.Options;

    /// <summary>Appends events.</summary>
    /// <param name="batch">The events; borrowed for the call.</param>
    /// <exception cref="RecordingException">The format cannot hold an event, or the disk refuses.</exception>
    public void Write(EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (completed)
        {
            throw new InvalidOperationException("The recording is complete; nothing can be appended.");
        }

        if (batch.Count == 0)
        {
            return;
        }

        if (Options.Size is { } size)
        {
            CheckWithin(batch, size);
        }

        Guard(() => Encode(batch));
        Written += batch.Count;
    }

    /// <summary>
    /// Hands every event written so far to the stream, for somebody who reads it meanwhile; a packet that is not full ends early.
    /// </summary>
    /// <exception cref="RecordingException">The stream refuses.</exception>
    public void HandOver() => Guard(() =>
    {
        EndPacket();
        Sink.Flush();
    });

    /// <summary>Finishes the recording and makes it appear under its name.</summary>
    /// <exception cref="RecordingException">The disk refuses.</exception>
    public void Complete()
    {
        if (completed)
        {
            return;
        }

        Guard(() =>
        {
            End();
            Sink.Complete();
        });
        completed = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    /// <param name="disposing">True where called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Sink.Dispose();
        }
    }

    /// <summary>Writes the events of a batch that is not empty.</summary>
    private protected abstract void Encode(EventBatch batch);

    /// <summary>Writes the events that wait for their packet to be full.</summary>
    private protected virtual void EndPacket()
    {
    }

    /// <summary>Writes what stands behind the last event.</summary>
    private protected virtual void End()
    {
    }

    /// <summary>Refuses coordinates beyond what the format holds.</summary>
    private protected void RequireCoordinates(EventBatch batch, int maximumX, int maximumY)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            if (batch.X[i] > maximumX || batch.Y[i] > maximumY)
            {
                throw Target.Refuse(
                    $"coordinates up to x = {maximumX}, y = {maximumY}, which is what {Format} can hold",
                    $"an event at x = {batch.X[i]}, y = {batch.Y[i]}",
                    "Cut out a region with --crop X,Y,W,H, or write a format with wider coordinates.");
            }
        }
    }

    private void CheckWithin(EventBatch batch, SensorSize size)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            if (!size.Contains(batch.X[i], batch.Y[i]))
            {
                throw Target.Refuse(
                    $"events within the sensor of {size}",
                    $"one at x = {batch.X[i]}, y = {batch.Y[i]}",
                    "Give the true size with --size WxH, or cut out a region with --crop X,Y,W,H.");
            }
        }
    }

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e)
        {
            throw new RecordingException(
                Target.Name, Sink.Position, "room to write", $"an input/output error ({e.Message})",
                "Nothing was left behind; free some space or choose another folder.", e);
        }
    }
}
