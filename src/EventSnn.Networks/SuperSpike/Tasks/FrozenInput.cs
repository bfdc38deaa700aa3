using EventSnn.Events.Random;

namespace EventSnn.Networks.SuperSpike.Tasks;

/// <summary>Poisson spikes that are drawn once and then the same in every trial.</summary>
public sealed class FrozenInput
{
    private readonly int[][] spikes;

    private FrozenInput(int[][] spikes) => this.spikes = spikes;

    /// <summary>Steps of a trial.</summary>
    public int Steps => spikes.Length;

    /// <summary>Draws spikes.</summary>
    /// <param name="inputs">Lines.</param>
    /// <param name="steps">Steps of a trial.</param>
    /// <param name="perStep">Probability of a spike per line and step.</param>
    /// <param name="random">Where numbers come from.</param>
    /// <returns>The input.</returns>
    public static FrozenInput Draw(int inputs, int steps, double perStep, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var lists = new List<int>[steps];
        for (int t = 0; t < steps; t++)
        {
            lists[t] = [];
        }

        for (int j = 0; j < inputs; j++)
        {
            for (double t = Math.Floor(random.NextExponential(perStep)); t < steps; t += 1 + Math.Floor(random.NextExponential(perStep)))
            {
                lists[(int)t].Add(j);
            }
        }

        return new([.. lists.Select(l => l.ToArray())]);
    }

    /// <summary>The lines that spike in a step.</summary>
    /// <param name="step">From 0.</param>
    /// <returns>Ascending.</returns>
    public ReadOnlySpan<int> this[int step] => spikes[step];
}
