using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EventSnn.Recordings.Bytes;

/// <summary>
/// Makes the kernel provide the pages of large fresh columns on another core, ahead of the decoder that fills them: clearing them
/// takes longer than decoding. Without effect on a single core, on other systems and on old kernels.
/// </summary>
internal sealed class PageTouch : IDisposable
{
    private const int Stride = 1 << 18;
    private volatile bool stop;
    private Task? running;

    /// <summary>Begins with columns that are pinned where they are large.</summary>
    /// <param name="t">Times.</param>
    /// <param name="x">Columns from the left.</param>
    /// <param name="y">Rows from the top.</param>
    /// <param name="p">Polarities.</param>
    /// <param name="from">Index of the first event that is still to come.</param>
    public void Start(long[] t, ushort[] x, ushort[] y, byte[] p, int from)
    {
        if (Environment.ProcessorCount == 1 || p.Length < HugePages.Threshold || (long)t.Length * sizeof(long) > int.MaxValue)
        {
            return;
        }

        stop = false;
        running = Task.Run(() =>
        {
            for (int at = from; at < p.Length && !stop; at += Stride)
            {
                int count = Math.Min(Stride, p.Length - at);
                if (!(Touch(t, at, count) && Touch(x, at, count) && Touch(y, at, count) && Touch(p, at, count)))
                {
                    return;
                }
            }
        });
    }

    /// <summary>Ends it; afterwards the columns may be dropped.</summary>
    public void Stop()
    {
        stop = true;
        running?.Wait();
        running = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private static bool Touch<T>(T[] column, int from, int count)
        where T : unmanaged => HugePages.Populate(MemoryMarshal.AsBytes(column.AsSpan(from, count)));
}
