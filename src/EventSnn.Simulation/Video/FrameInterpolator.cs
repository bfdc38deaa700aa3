using EventSnn.Events.Geometry;

namespace EventSnn.Simulation.Video;

/// <summary>Makes the pictures between two frames.</summary>
public sealed class FrameInterpolator
{
    /// <summary>Square of the disagreement, in DN, at which a shifted picture is worth as much as a cross-fade.</summary>
    private const float Doubt = 64;

    private readonly SensorSize size;
    private readonly FlowField? flow;
    private readonly float[] first;
    private readonly float[] second;

    /// <summary>Creates an interpolator.</summary>
    /// <param name="size">Columns and rows.</param>
    /// <param name="interpolation">The method.</param>
    public FrameInterpolator(SensorSize size, Interpolation interpolation)
    {
        this.size = size;
        flow = interpolation == Interpolation.Motion ? new FlowField(size) : null;
        first = new float[size.Pixels];
        second = new float[size.Pixels];
    }

    /// <summary>The largest motion between the two frames in pixels; 0 for a cross-fade.</summary>
    public float LargestMotion { get; private set; }

    /// <summary>Sets the two frames.</summary>
    /// <param name="from">The earlier one.</param>
    /// <param name="to">The later one.</param>
    public void Between(ReadOnlySpan<float> from, ReadOnlySpan<float> to)
    {
        from.CopyTo(first);
        to.CopyTo(second);
        LargestMotion = 0;
        if (flow is null)
        {
            return;
        }

        flow.Estimate(from, to);
        float largest = 0;
        for (int i = 0; i < first.Length; i++)
        {
            largest = Math.Max(largest, (flow.X[i] * flow.X[i]) + (flow.Y[i] * flow.Y[i]));
        }

        LargestMotion = MathF.Sqrt(largest);
    }

    /// <summary>Makes a picture between the two.</summary>
    /// <param name="share">0 gives the earlier frame, 1 the later one.</param>
    /// <param name="picture">Receives the picture.</param>
    public void At(float share, Span<float> picture)
    {
        for (int y = 0; y < size.Height; y++)
        {
            for (int x = 0; x < size.Width; x++)
            {
                int i = (y * size.Width) + x;
                float fade = first[i] + (share * (second[i] - first[i]));
                if (flow is null)
                {
                    picture[i] = fade;
                    continue;
                }

                float u = flow.X[i];
                float v = flow.Y[i];
                float a = FlowField.Sample(first, size.Width, size.Height, x - (share * u), y - (share * v));
                float b = FlowField.Sample(second, size.Width, size.Height, x + ((1 - share) * u), y + ((1 - share) * v));

                // Where both disagree (something came into view, or the flow is wrong) a cross-fade does less harm.
                float trust = 1 / (1 + ((a - b) * (a - b) / Doubt));
                picture[i] = (trust * (a + (share * (b - a)))) + ((1 - trust) * fade);
            }
        }
    }
}
