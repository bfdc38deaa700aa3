using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EventSnn.Cameras.Caer;
using EventSnn.Cameras.Contract;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Recordings.Aedat3;

namespace EventSnn.Cameras.Usb;

/// <summary>An open camera on USB. libcaer's threads say when something has come; nothing is polled.</summary>
internal sealed unsafe class UsbLink : ICameraLink
{
    private readonly string name;
    private readonly CaerLibrary library;
    private readonly SensorSize size;
    private readonly AutoResetEvent arrived = new(initialState: false);
    private readonly Queue<StreamNotice> notices = new();
    private readonly Lock use = new();
    private readonly Lock counting = new();
    private readonly GCHandle self;
    private LinkCounters counters;
    private nint device;
    private nint container;
    private int packet; // of the container
    private int record; // of the packet
    private long dropped = CaerLibrary.DroppedContainers;
    private volatile bool gone;
    private volatile bool closed;

    public UsbLink(string name, CaerLibrary library, nint device, SensorSize size)
    {
        this.name = name;
        this.library = library;
        this.size = size;
        self = GCHandle.Alloc(this);
        if (!library.SendDefaults(device) || !library.Start(device, &Arrived, &Gone, GCHandle.ToIntPtr(self)))
        {
            self.Free();
            arrived.Dispose();
            throw new CameraException(name, "a camera that takes its settings and starts", $"that it does not (libcaer: {CaerLibrary.LastMessage.TrimEnd('.')})", "Unplug it and plug it in again.");
        }

        this.device = device;
    }

    /// <inheritdoc/>
    public LinkCounters Counters
    {
        get
        {
            lock (counting)
            {
                return counters;
            }
        }
    }

    /// <inheritdoc/>
    public bool Read(EventBatch batch)
    {
        batch.Clear();
        notices.Clear();
        lock (use)
        {
            while (container == 0)
            {
                if (closed)
                {
                    return false;
                }

                container = library.Get(device);
                if (container == 0)
                {
                    // What came before the device went is delivered first.
                    if (gone)
                    {
                        throw new CameraException(name, "a camera that stays plugged in", "that it is gone", "Plug it in again.");
                    }

                    arrived.WaitOne();
                }
            }

            Overflowed();
            Take(batch);
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryTakeNotice([NotNullWhen(true)] out StreamNotice? notice) => notices.TryDequeue(out notice);

    /// <summary>Ends a read that waits, then closes the device.</summary>
    public void Dispose()
    {
        closed = true;
        lock (counting)
        {
            if (device == 0)
            {
                return;
            }

            arrived.Set();
        }

        lock (use)
        {
            if (device == 0)
            {
                return;
            }

            if (container != 0)
            {
                new CaerContainer(container).Free();
                container = 0;
            }

            library.Stop(device);
            library.Close(device);
            lock (counting)
            {
                device = 0;
                self.Free();
                arrived.Dispose();
            }
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Arrived(nint context) => ((UsbLink)GCHandle.FromIntPtr(context).Target!).arrived.Set();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Gone(nint context)
    {
        var link = (UsbLink)GCHandle.FromIntPtr(context).Target!;
        link.gone = true;
        link.arrived.Set();
    }

    private void Overflowed()
    {
        long now = CaerLibrary.DroppedContainers;
        if (now > dropped)
        {
            notices.Enqueue(new StreamNotice(NoticeKind.Overflow, null, now - dropped, $"libcaer dropped {now - dropped} containers of events: its queue was full. How many events were in them it does not tell."));
            dropped = now;
        }
    }

    /// <summary>Moves events of the container into the batch; what does not fit waits for the next read.</summary>
    private void Take(EventBatch batch)
    {
        var held = new CaerContainer(container);
        int skipped = 0;
        for (; packet < held.Count; packet++, record = 0)
        {
            ReadOnlySpan<byte> bytes = held.Packet(packet);
            if (!CaerPackets.TryRead(bytes, out Aedat3PacketHeader header))
            {
                continue;
            }

            if (CaerPackets.IsSpecial(header) && CaerPackets.FindReset(CaerPackets.Records(bytes, header), header.Overflow) is { } reset)
            {
                if (batch.Count > 0)
                {
                    break; // a notice comes before the events of its read
                }

                notices.Enqueue(new StreamNotice(NoticeKind.TimestampReset, reset, 0, "The sensor's clock was reset."));
            }

            if (!CaerPackets.IsPolarity(header))
            {
                continue;
            }

            int n = Math.Min(header.Number - record, batch.Free);
            EventColumns columns = batch.GetFreeColumns();
            int written = CaerPackets.Decode(CaerPackets.Records(bytes, header).Slice(record * CaerPackets.RecordSize, n * CaerPackets.RecordSize), header.Overflow, columns, out int consumed);
            int kept = SensorClip.Keep(size, columns, written);
            batch.Advance(kept);
            skipped += consumed - kept;
            record += consumed;
            if (record < header.Number)
            {
                break;
            }
        }

        if (packet == held.Count)
        {
            held.Free();
            container = 0;
            packet = 0;
        }

        lock (counting)
        {
            counters = new LinkCounters(counters.Events + batch.Count, counters.Skipped + skipped);
        }
    }
}
