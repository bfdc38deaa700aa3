namespace EventSnn.Networks.SuperSpike.Tasks;

/// <summary>
/// A grey picture as a spike pattern, time to the right: a hall with columns and a dome below a sun. Every output spikes as often as its row of the picture
/// is dark, about 17 times a second over all; the authors' picture asks for 27.
/// </summary>
/// <remarks>
/// A few spikes per output are learned as well without a hidden layer: a pattern must ask for more than an output's own weights can give. And rows must have
/// something in common that few hidden neurons can tell all of them: rows of one dark patch spike together, as dark pixels of one column of a picture stand
/// above each other. With <c>scattered</c> every row keeps a phase of its own.
/// </remarks>
public static class PicturePattern
{
    /// <summary>Draws it.</summary>
    /// <param name="outputs">Rows, from the top.</param>
    /// <param name="milliseconds">Width.</param>
    /// <param name="scattered">Whether neighbouring rows of equal darkness spike out of phase, so that no two rows have their times in common.</param>
    /// <returns>(output, time in milliseconds), in order per output.</returns>
    public static IReadOnlyList<(int Output, double Time)> Draw(int outputs, double milliseconds, bool scattered = false)
    {
        const double step = .1;
        const double golden = .618033988749895;
        List<(int, double)> spikes = [];
        for (int k = 0; k < outputs; k++)
        {
            double phase = scattered ? k * golden % 1 : 0;
            double y = 1 - ((k + .5) / outputs);
            for (double t = 10; t < milliseconds - 10; t += step)
            {
                phase += Hertz(t / milliseconds, y) * step / 1000;
                if (phase >= 1)
                {
                    phase--;
                    spikes.Add((k, t));
                }
            }
        }

        return spikes;
    }

    /// <summary>How dark the picture is; x to the right and y upwards in [0, 1].</summary>
    private static double Hertz(double x, double y)
    {
        if (y < .16 + (.03 * Math.Sin(6 * Math.PI * x)))
        {
            return 35; // the ground
        }

        double fromMiddle = Math.Abs(x - .5);
        if (fromMiddle < .2 && y <= .5)
        {
            return Math.Sin(2 * Math.PI * (x - .3) / .08) > 0 ? 50 : 12; // columns
        }

        if (y > .5 && Within(fromMiddle / .2, (y - .5) / .28))
        {
            return 45; // the dome
        }

        if (fromMiddle < .02 && y is > .5 and < .92)
        {
            return 50; // its lantern
        }

        return Within((x - .14) / .07, (y - .8) / .12) ? 40 : 4; // the sun, the sky
    }

    private static bool Within(double x, double y) => (x * x) + (y * y) < 1;
}
