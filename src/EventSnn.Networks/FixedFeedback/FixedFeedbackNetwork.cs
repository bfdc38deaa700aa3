using System.Numerics;
using EventSnn.Events.Random;

namespace EventSnn.Networks.FixedFeedback;

/// <summary>
/// Deep spiking networks that learn by broadcast fixed feedback (Samadi, Lillicrap and Tweed 2017): d_L = s_L - y; d_l = (B_l (s_L - y)) o
/// E'(j_l), B_l fixed; W_l -= d_l s_(l-1)^T / fan-in, in every step after a burn-in. Nothing is kept over time but potentials.
/// </summary>
/// <remarks>Cost follows the spikes: a silent input costs nothing forward or in learning. Not safe for concurrent use.</remarks>
public sealed class FixedFeedbackNetwork
{
    private readonly FixedFeedbackOptions options;
    private readonly RandomStream random;
    private readonly float[][] weights; // [input, neuron]
    private readonly float[][] bias;
    private readonly float[][] feedback; // [output, neuron]
    private readonly float[][] currents;
    private readonly float[][] deltas;
    private readonly double[][] potentials;
    private readonly int[][] held;
    private readonly List<int>[] spikes;
    private readonly float[] error;
    private readonly int[] counts;

    /// <summary>Creates a network with fresh weights.</summary>
    /// <param name="options">Sizes and constants.</param>
    public FixedFeedbackNetwork(FixedFeedbackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.options = options;
        Curve = options.Curve ?? RateCurve.Fit(options).Curve;
        random = RandomStream.Fork(options.Seed, 3);
        int layers = options.Sizes.Count - 1;
        int outputs = options.Sizes[^1];
        weights = new float[layers][];
        bias = new float[layers][];
        feedback = new float[layers][];
        currents = new float[layers][];
        deltas = new float[layers][];
        potentials = new double[layers][];
        held = new int[layers][];
        spikes = [.. options.Sizes.Select(_ => new List<int>())];
        error = new float[outputs];
        counts = new int[outputs];
        for (int l = 0; l < layers; l++)
        {
            int n = options.Sizes[l + 1];
            weights[l] = Normal(options.Sizes[l] * n, RandomStream.Fork(options.Seed, 1, (ulong)l));
            feedback[l] = Normal(outputs * n, RandomStream.Fork(options.Seed, 2, (ulong)l));
            bias[l] = new float[n];
            currents[l] = new float[n];
            deltas[l] = new float[n];
            potentials[l] = new double[n];
            held[l] = new int[n];
        }
    }

    /// <summary>E, as fitted or given.</summary>
    public RateCurve Curve { get; }

    /// <summary>Spikes per output over the last sample.</summary>
    public ReadOnlySpan<int> Counts => counts;

    /// <summary>Multiply-adds that learning has cost so far.</summary>
    public long LearningOperations { get; private set; }

    /// <summary>The weights of a layer, [input, neuron]; may be written.</summary>
    /// <param name="layer">From 0.</param>
    /// <returns>The weights.</returns>
    public Span<float> Weights(int layer) => weights[layer];

    /// <summary>The currents j of a layer in the last step.</summary>
    /// <param name="layer">From 0.</param>
    /// <returns>One per neuron.</returns>
    public ReadOnlySpan<float> Currents(int layer) => currents[layer];

    /// <summary>The teaching signal d of a layer in the last learning step.</summary>
    /// <param name="layer">From 0.</param>
    /// <returns>One per neuron.</returns>
    public ReadOnlySpan<float> TeachingSignal(int layer) => deltas[layer];

    /// <summary>The fixed feedback into a layer, [output, neuron].</summary>
    /// <param name="layer">From 0.</param>
    /// <returns>The weights.</returns>
    public ReadOnlySpan<float> Feedback(int layer) => feedback[layer];

    /// <summary>Shows one sample from rest.</summary>
    /// <param name="intensities">One per input, in [0, 1].</param>
    /// <param name="label">Its class, or -1 where nothing is to be learned.</param>
    /// <returns>The class with the most output spikes.</returns>
    public int Present(ReadOnlySpan<float> intensities, int label)
    {
        if (intensities.Length != options.Sizes[0])
        {
            throw new ArgumentException($"Expected {options.Sizes[0]} intensities, found {intensities.Length}.", nameof(intensities));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, error.Length);
        Array.Clear(counts);
        for (int l = 0; l < weights.Length; l++)
        {
            Array.Clear(potentials[l]);
            Array.Clear(held[l]);
        }

        for (int t = 0; t < options.Steps; t++)
        {
            spikes[0].Clear();
            for (int i = 0; i < intensities.Length; i++)
            {
                if (intensities[i] > 0 && random.NextDouble() < intensities[i] * options.InputGain)
                {
                    spikes[0].Add(i);
                }
            }

            Forward();
            foreach (int k in spikes[^1])
            {
                counts[k]++;
            }

            if (label >= 0 && t >= options.BurnInSteps)
            {
                Learn(label);
            }
        }

        int best = 0;
        for (int k = 1; k < counts.Length; k++)
        {
            best = counts[k] > counts[best] ? k : best;
        }

        return best;
    }

    private void Forward()
    {
        for (int l = 0; l < weights.Length; l++)
        {
            float[] j = currents[l];
            bias[l].CopyTo(j, 0);
            foreach (int i in spikes[l])
            {
                AddScaled(j, weights[l].AsSpan(i * j.Length, j.Length), 1);
            }

            spikes[l + 1].Clear();
            for (int n = 0; n < j.Length; n++)
            {
                if (StickyNeuron.Step(options, j[n], ref potentials[l][n], ref held[l][n]))
                {
                    spikes[l + 1].Add(n);
                }
            }
        }
    }

    private void Learn(int label)
    {
        Array.Clear(error);
        foreach (int k in spikes[^1])
        {
            error[k] = 1;
        }

        error[label] -= 1;
        for (int l = 0; l < weights.Length; l++)
        {
            if (options.Learns is { } learns && !learns[l])
            {
                continue;
            }

            float[] d = deltas[l];
            if (l == weights.Length - 1)
            {
                error.CopyTo(d, 0);
            }
            else
            {
                Array.Clear(d);
                for (int k = 0; k < error.Length; k++)
                {
                    if (error[k] != 0)
                    {
                        AddScaled(d, feedback[l].AsSpan(k * d.Length, d.Length), error[k]);
                        LearningOperations += d.Length;
                    }
                }

                for (int n = 0; n < d.Length && options.TeachingSignal; n++)
                {
                    d[n] *= (float)Curve.Derivative(currents[l][n]);
                }
            }

            float rate = (float)(-options.RateFactor / options.Sizes[l]);
            foreach (int i in spikes[l])
            {
                AddScaled(weights[l].AsSpan(i * d.Length, d.Length), d, rate);
                LearningOperations += d.Length;
            }

            AddScaled(bias[l], d, rate);
        }
    }

    private static void AddScaled(Span<float> to, ReadOnlySpan<float> from, float factor)
    {
        int wide = to.Length - (to.Length % Vector<float>.Count);
        for (int i = 0; i < wide; i += Vector<float>.Count)
        {
            (new Vector<float>(to[i..]) + (factor * new Vector<float>(from[i..]))).CopyTo(to[i..]);
        }

        for (int i = wide; i < to.Length; i++)
        {
            to[i] += factor * from[i];
        }
    }

    private float[] Normal(int count, RandomStream from)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)(options.WeightDeviation * from.NextNormal());
        }

        return values;
    }
}
