using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Bytes;

namespace EventSnn.Cli.Bench;

/// <summary>
/// What bounds every decoder of a mapped file: to look at its bytes, and to write the 13 bytes of an event. Both go through the window
/// that the readers use, but decode nothing.
/// </summary>
internal static class MappedScan
{
    /// <summary>How far ahead is fetched, as the decoders do it.</summary>
    private const int Ahead = 1024;

    /// <summary>Adds up the words of a file.</summary>
    /// <param name="file">The file.</param>
    /// <returns>The sum, so that nothing of it can be left out.</returns>
    public static long Read(string file)
    {
        using ByteWindow window = Open(file);
        Vector512<long> sum = Vector512<long>.Zero;
        for (ReadOnlySpan<byte> bytes = window.FillSpan(64); bytes.Length >= 64; bytes = window.FillSpan(64))
        {
            sum += Sum(bytes);
            window.Consume(bytes.Length & ~63);
        }

        return Vector512.Sum(sum);
    }

    /// <summary>Looks at the words of a file and writes as many events as it has into one reused batch.</summary>
    /// <param name="file">The file.</param>
    /// <param name="events">Its events.</param>
    /// <returns>Something that depends on what was written.</returns>
    public static long ReadAndWrite(string file, int events)
    {
        using ByteWindow window = Open(file);
        using EventBatch batch = EventBatchPool.Shared.Rent();
        double eightsPerLine = 8.0 * events / new FileInfo(file).Length;
        double owed = 0;
        long sum = 0;
        for (ReadOnlySpan<byte> bytes = window.FillSpan(64); bytes.Length >= 64; bytes = window.FillSpan(64))
        {
            Write(bytes, batch.GetFreeColumns(), eightsPerLine, ref owed);
            sum += batch.GetFreeColumns().Timestamps[0];
            window.Consume(bytes.Length & ~63);
        }

        return sum;
    }

    private static ByteWindow Open(string file)
    {
        FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        ByteWindow window = new(stream, stream);
        window.Map(stream.SafeFileHandle);
        return window;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe Vector512<long> Sum(ReadOnlySpan<byte> bytes)
    {
        ref byte source = ref MemoryMarshal.GetReference(bytes);
        Vector512<long> sum = Vector512<long>.Zero;
        for (nint at = 0; at <= bytes.Length - 64; at += 64)
        {
            Fetch(Unsafe.AsPointer(ref Unsafe.Add(ref source, at + Ahead)));
            sum += Vector512.LoadUnsafe(ref Unsafe.Add(ref source, at)).AsInt64();
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Write(ReadOnlySpan<byte> bytes, EventColumns to, double eightsPerLine, ref double owed)
    {
        ref byte source = ref MemoryMarshal.GetReference(bytes);
        ref long t = ref MemoryMarshal.GetReference(to.Timestamps);
        ref ushort x = ref MemoryMarshal.GetReference(to.X);
        ref ushort y = ref MemoryMarshal.GetReference(to.Y);
        ref byte p = ref MemoryMarshal.GetReference(to.Polarities);
        nuint i = 0;
        double due = owed;
        for (nint at = 0; at <= bytes.Length - 64; at += 64)
        {
            Fetch(Unsafe.AsPointer(ref Unsafe.Add(ref source, at + Ahead)));
            Vector512<long> line = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, at)).AsInt64();
            for (due += eightsPerLine; due >= 1; due--)
            {
                line.StoreUnsafe(ref t, i);
                line.GetLower().GetLower().AsUInt16().StoreUnsafe(ref x, i);
                line.GetLower().GetUpper().AsUInt16().StoreUnsafe(ref y, i);
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref p, i), line.GetElement(0));
                i = i + 16 <= (nuint)to.Length ? i + 8 : 0;
            }
        }

        owed = due;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Fetch(void* place)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(place);
        }
    }
}
