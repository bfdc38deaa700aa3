using EventSnn.Cameras.Senders;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings;
using EventSnn.Recordings.Writing;

namespace EventSnn.Cameras.Raw;

/// <summary>Sends what a recording of a streaming format (EVT 2, EVT 3) would contain, as its writer writes it.</summary>
#pragma warning disable CA1001 // A memory stream and a writer into it hold nothing that must be given back.
internal sealed class RecordingEncoder : EventEncoder
#pragma warning restore CA1001
{
    private readonly MemoryStream bytes = new();
    private readonly RecordingWriter writer;
    private readonly byte[] opening;

    public RecordingEncoder(string format, SensorSize size)
        : base(0)
    {
        writer = Recording.Create(bytes, new WriteOptions { Format = format, Size = size });
        writer.HandOver();
        opening = Take();
    }

    /// <inheritdoc/>
    public override byte[] Opening => opening;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Encode(EventBatch batch, int start, out int taken)
    {
        try
        {
            bytes.SetLength(0);
            writer.Write(batch);
            writer.HandOver();
            taken = batch.Count;
            return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        }
        catch (RecordingException e)
        {
            throw new CameraException("sender", e.Expected, e.Found, e.WayOn, e);
        }
    }

    private byte[] Take()
    {
        byte[] written = bytes.ToArray();
        bytes.SetLength(0);
        return written;
    }
}
