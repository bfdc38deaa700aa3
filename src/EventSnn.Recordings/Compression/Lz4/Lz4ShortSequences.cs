using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EventSnn.Recordings.Compression.Lz4;

/// <summary>
/// Sequences with at most 14 literals and a copy of at most 16 bytes from at least 16 bytes back, for processors without
/// <see cref="Lz4WideSequences"/>.
/// </summary>
/// <remarks>
/// Events of 16 bytes repeat what stands 16 bytes before them. Reading that back from memory would wait for stores that are still
/// under way, sequence after sequence; so the last 16 bytes of the output are kept in a register beside it.
/// </remarks>
internal static unsafe class Lz4ShortSequences
{
    /// <summary>So many input bytes must be left: a token, 16 bytes read for up to 14 literals, an offset.</summary>
    private const int Input = 20;

    /// <summary>So many output bytes must be free: 14 literals and twice 16 bytes.</summary>
    private const int Output = 64;

    /// <summary>
    /// Shuffles that shift by n from 0 to 16: the 16 bytes from 16 + n on move the bytes of a vector from n on to its front; the 16
    /// bytes from n on move the first n bytes of another one to its end. Bytes above 127 give zeros.
    /// </summary>
    private static ReadOnlySpan<byte> Shifts =>
    [
        128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128,
    ];

    /// <summary>Decodes such sequences as long as they come.</summary>
    /// <param name="lane">A block that has not ended.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Decode(ref Lz4Lane lane)
    {
        if (lane.To - lane.Memory < 16)
        {
            return;
        }

        ref byte shifts = ref MemoryMarshal.GetReference(Shifts);
        byte* from = lane.From;
        byte* to = lane.To;
        byte* oldest = lane.Oldest;
        byte* lastFrom = lane.InputEnd - Input;
        byte* lastTo = lane.OutputEnd - Output;

        // Bytes that were written long ago: loading them in place of those 16 bytes back, which are still under way, waits for nothing.
        byte* settled = to - 16;

        // Bytes older than the oldest one that may be copied can be among these; the check of offsets keeps them out.
        Vector128<byte> last = Vector128.Load(settled);
        while (from <= lastFrom && to <= lastTo)
        {
            int token = *from;
            int literals = token >> 4;
            int length = (token & 15) + Lz4Sequence.MinimumCopy;
            int offset = Unsafe.ReadUnaligned<ushort>(from + 1 + literals);
            if (literals == 15 || length > 16 || offset < 16 || offset > to + literals - oldest)
            {
                // Left to the careful decoder, which also tells what is wrong.
                break;
            }

            Vector128<byte> taken = Vector128.Load(from + 1);
            taken.Store(to);
            last = Behind(last, taken, ref shifts, literals);
            from += literals + 3;
            to += literals;

            // Whether a copy comes from 16 bytes back or from further is as good as random in events, so both go the same way without
            // a branch. All ones where the copy is of the last 16 bytes.
            nint near = (nint)(offset - 17) >> 31;
            byte* place = (byte*)(((nint)settled & near) | ((nint)(to - offset) & ~near));
            Vector128<byte> copy = Sse41.BlendVariable(Vector128.Load(place), last, Vector128.Create((int)near).AsByte());
            copy.Store(to);
            last = Behind(last, copy, ref shifts, length);
            to += length;
        }

        lane.From = from;
        lane.To = to;
    }

    /// <summary>The 16 bytes that end with the first <paramref name="count"/> bytes of a vector put behind another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Behind(Vector128<byte> first, Vector128<byte> second, ref byte shifts, int count) =>
        Ssse3.Shuffle(first, Vector128.LoadUnsafe(ref shifts, (nuint)(16 + count))) | Ssse3.Shuffle(second, Vector128.LoadUnsafe(ref shifts, (nuint)count));
}
