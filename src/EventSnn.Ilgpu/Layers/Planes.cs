using EventSnn.Events.Binning;

namespace EventSnn.Ilgpu.Layers;

/// <summary>Between the canonical layouts (planes) and the device's (pixels, channels innermost).</summary>
internal static class Planes
{
    /// <summary>[row][column][channel] to [channel][row][column].</summary>
    public static void FromPixels<T>(ReadOnlySpan<T> pixels, InputShape shape, Span<float> planes, Func<T, float> convert)
    {
        int plane = shape.Height * shape.Width;
        for (int i = 0; i < planes.Length; i++)
        {
            planes[i] = convert(pixels[(i % plane * shape.Channels) + (i / plane)]);
        }
    }

    /// <summary>[channel][row][column] to [row][column][channel].</summary>
    public static void ToPixels(ReadOnlySpan<float> planes, InputShape shape, Span<float> pixels)
    {
        int plane = shape.Height * shape.Width;
        for (int i = 0; i < planes.Length; i++)
        {
            pixels[(i % plane * shape.Channels) + (i / plane)] = planes[i];
        }
    }

    /// <summary>The place of a canonical weight [out][in][kernel] in [in][kernel][out].</summary>
    public static int Weight(int canonical, int outputs, int fanIn) => (canonical % fanIn * outputs) + (canonical / fanIn);
}
