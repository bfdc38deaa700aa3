using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;

namespace EventSnn.Cli.View;

/// <summary>Gathers the events of a stretch of time, per pixel: how many ON and OFF, and the last one.</summary>
/// <param name="size">The sensor.</param>
public sealed class EventCanvas(SensorSize size)
{
    private readonly int[] on = new int[size.Pixels];
    private readonly int[] off = new int[size.Pixels];
    private readonly long[] last = new long[size.Pixels];
    private readonly bool[] lastOn = new bool[size.Pixels];

    /// <summary>The sensor.</summary>
    public SensorSize Size { get; } = size;

    /// <summary>Events gathered.</summary>
    public long Events { get; private set; }

    /// <summary>Adds an event; outside the sensor it is passed over.</summary>
    /// <param name="t">Time in microseconds.</param>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    /// <param name="polarity">1 = ON.</param>
    public void Add(long t, int x, int y, int polarity)
    {
        if (!Size.Contains(x, y))
        {
            return;
        }

        int pixel = (y * Size.Width) + x;
        (polarity == 1 ? on : off)[pixel]++;
        last[pixel] = t;
        lastOn[pixel] = polarity == 1;
        Events++;
    }

    /// <summary>Adds all events of a batch.</summary>
    /// <param name="batch">The events; borrowed for the call.</param>
    public void Add(EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int i = 0; i < batch.Count; i++)
        {
            Add(batch.Timestamps[i], batch.X[i], batch.Y[i], batch.Polarities[i]);
        }
    }

    /// <summary>Forgets all events.</summary>
    public void Clear()
    {
        Array.Clear(on);
        Array.Clear(off);
        Events = 0;
    }

    /// <summary>Events of a pixel.</summary>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    /// <returns>ON and OFF together.</returns>
    public int Count(int x, int y) => on[(y * Size.Width) + x] + off[(y * Size.Width) + x];

    /// <summary>Accumulated frame: dark ground, ON orange, OFF blue, brighter for more events (square root, 99.5 % of the pixels in range).</summary>
    /// <returns>The picture.</returns>
    public Picture Frame()
    {
        double scale = 1 / Math.Sqrt(Math.Max(1, HighCount()));
        return Paint(pixel =>
        {
            double warm = Math.Min(1, Math.Sqrt(on[pixel]) * scale);
            double cold = Math.Min(1, Math.Sqrt(off[pixel]) * scale);
            return Mix(warm, cold);
        });
    }

    /// <summary>Time surface: each pixel's last event fades with exp(-(end - t) / tau); ON orange, OFF blue.</summary>
    /// <param name="end">The time that ages are measured to, in microseconds.</param>
    /// <param name="tau">Time constant in microseconds.</param>
    /// <returns>The picture.</returns>
    public Picture Surface(long end, double tau) => Paint(pixel =>
    {
        double age = on[pixel] + off[pixel] == 0 ? 0 : Math.Exp(-Math.Max(0, end - last[pixel]) / tau);
        return lastOn[pixel] ? Mix(age, 0) : Mix(0, age);
    });

    private static (byte R, byte G, byte B) Mix(double warm, double cold) => (
        (byte)Math.Min(255, 18 + (237 * warm) + (40 * cold)),
        (byte)Math.Min(255, 20 + (150 * warm) + (120 * cold)),
        (byte)Math.Min(255, 28 + (20 * warm) + (227 * cold)));

    private int HighCount()
    {
        int[] active = [.. Enumerable.Range(0, Size.Pixels).Select(i => Math.Max(on[i], off[i])).Where(c => c > 0).Order()];
        return active.Length == 0 ? 1 : active[(int)((active.Length - 1) * 0.995)];
    }

    private Picture Paint(Func<int, (byte R, byte G, byte B)> colour)
    {
        byte[] rgb = new byte[3 * Size.Pixels];
        for (int pixel = 0; pixel < Size.Pixels; pixel++)
        {
            (rgb[3 * pixel], rgb[(3 * pixel) + 1], rgb[(3 * pixel) + 2]) = colour(pixel);
        }

        return new Picture(Size.Width, Size.Height, rgb);
    }
}
