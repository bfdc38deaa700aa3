using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EventSnn.Recordings.Aedat3;

namespace EventSnn.Cameras.Usb;

/// <summary>libcaer's container of packets, in its memory: 28 bytes of totals, then pointers to AEDAT 3.1 packets.</summary>
/// <param name="address">Where it is.</param>
internal readonly unsafe struct CaerContainer(nint address)
{
    private const int CountAt = 24;
    private const int PacketsAt = 28;

    /// <summary>The number of packets, some of which may be absent.</summary>
    public int Count => Unsafe.ReadUnaligned<int>((byte*)address + CountAt);

    /// <summary>A packet from its header on; empty where it is absent.</summary>
    /// <param name="index">From 0.</param>
    public ReadOnlySpan<byte> Packet(int index)
    {
        byte* packet = Pointer(index);
        if (packet is null)
        {
            return default;
        }

        // The capacity, not the number of events, says how much memory there is.
        Aedat3PacketHeader header = Aedat3PacketHeader.Read(new ReadOnlySpan<byte>(packet, Aedat3PacketHeader.Size));
        return new ReadOnlySpan<byte>(packet, Aedat3PacketHeader.Size + (header.EventSize * header.Capacity));
    }

    /// <summary>Gives the memory back, as libcaer's own inline function does.</summary>
    public void Free()
    {
        for (int i = 0; i < Count; i++)
        {
            NativeMemory.Free(Pointer(i));
        }

        NativeMemory.Free((void*)address);
    }

    private byte* Pointer(int index) => (byte*)Unsafe.ReadUnaligned<nint>((byte*)address + PacketsAt + (index * sizeof(nint)));
}
