namespace EventSnn.Networks.SuperSpike.Tasks;

/// <summary>A line drawing as a spike pattern: a spiral, a wave and a slope across the outputs, time to the right.</summary>
public static class PicturePattern
{
    /// <summary>Draws it.</summary>
    /// <param name="outputs">Rows.</param>
    /// <param name="milliseconds">Width.</param>
    /// <returns>(output, time in milliseconds); an output's spikes are at least 10 ms apart.</returns>
    public static IReadOnlyList<(int Output, double Time)> Draw(int outputs, double milliseconds)
    {
        var times = new List<double>[outputs];
        for (int k = 0; k < outputs; k++)
        {
            times[k] = [];
        }

        for (double s = 0; s < 1; s += 1e-4)
        {
            double radius = .08 + (.24 * s);
            Mark(.28 + (radius * .6 * Math.Cos(6 * Math.PI * s)), .5 + (radius * 1.4 * Math.Sin(6 * Math.PI * s)));
            Mark(.55 + (.42 * s), .3 + (.22 * Math.Sin(4 * Math.PI * s)));
            Mark(.55 + (.42 * s), .62 + (.3 * s));
        }

        return [.. times.SelectMany((list, k) => list.Order().Select(t => (k, t)))];

        void Mark(double x, double y)
        {
            int k = (int)Math.Floor(y * outputs);
            double t = x * milliseconds;
            if (k >= 0 && k < outputs && t >= 10 && t < milliseconds - 10 && times[k].TrueForAll(u => Math.Abs(u - t) >= 10))
            {
                times[k].Add(t);
            }
        }
    }
}
