using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>Asks for a line of memory before it is needed. Changes no result; does nothing where the processor has no such instruction.</summary>
internal static unsafe class CacheHint
{
    /// <summary>The line will be used at once: into the first cache.</summary>
    /// <param name="address">Any address, also one that does not exist.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Soon(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}
