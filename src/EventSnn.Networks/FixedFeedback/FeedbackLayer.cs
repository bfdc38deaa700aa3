using System.Numerics;
using System.Runtime.Intrinsics;
using EventSnn.Events.Random;
using EventSnn.Networks.EndToEnd;

namespace EventSnn.Networks.FixedFeedback;

/// <summary>One layer: weights, fixed feedback, sticky neurons.</summary>
/// <remarks>Arrays over neurons are filled up to whole vectors; what is beyond the neurons has no current and never spikes.</remarks>
internal sealed class FeedbackLayer
{
    private static readonly int Width = Vector256<float>.Count;
    private readonly Vector256<float> leak;
    private readonly Vector256<float> threshold;
    private readonly Vector256<int> refractory;
    private readonly float[] delta;
    private readonly float[] v;
    private readonly int[] held;

    public FeedbackLayer(FixedFeedbackOptions options, int layer)
    {
        Inputs = options.Sizes[layer];
        Neurons = options.Sizes[layer + 1];
        int outputs = options.Sizes[^1];
        leak = Vector256.Create((float)options.Leak);
        threshold = Vector256.Create((float)options.Threshold);
        refractory = Vector256.Create(options.RefractorySteps - 1);
        Weights = Normal(Inputs * Neurons, options.WeightDeviation, RandomStream.Fork(options.Seed, 1, (ulong)layer));
        Feedback = Normal(outputs * Neurons, options.FeedbackDeviation, RandomStream.Fork(options.Seed, 2, (ulong)layer));
        Bias = new float[Neurons];
        int padded = (Neurons + Width - 1) / Width * Width;
        Current = new float[padded];
        delta = new float[padded];
        Taught = new float[padded];
        DeltaSum = new float[Neurons];
        v = new float[padded];
        held = new int[padded];
    }

    public int Inputs { get; }

    public int Neurons { get; }

    /// <summary>1 / fan-in, times the factor.</summary>
    public float Rate { get; set; }

    /// <summary>[input, neuron].</summary>
    public float[] Weights { get; }

    public float[] Bias { get; }

    /// <summary>[output, neuron].</summary>
    public float[] Feedback { get; }

    /// <summary>j.</summary>
    public float[] Current { get; }

    /// <summary>d.</summary>
    public Span<float> Delta => delta.AsSpan(0, Neurons);

    /// <summary>B e, kept up to date while e changes.</summary>
    public float[] Taught { get; }

    /// <summary>The sum of d over the steps of a sample.</summary>
    public float[] DeltaSum { get; }

    /// <summary>Neurons whose output is 1, ascending.</summary>
    public List<int> Spikes { get; } = [];

    /// <summary>Feedback through the weights of the layer above, as large as it was.</summary>
    /// <param name="above">That layer.</param>
    /// <param name="slopes">E' of its neurons, in any unit; null where it is the output.</param>
    /// <param name="outputs">Outputs of the network.</param>
    public void AlignFeedback(FeedbackLayer above, double[]? slopes, int outputs)
    {
        double before = Norm(Feedback);
        for (int k = 0; k < outputs; k++)
        {
            for (int i = 0; i < Neurons; i++)
            {
                double sum = slopes is null ? above.Weights[(i * above.Neurons) + k] : 0;
                for (int m = 0; slopes is not null && m < above.Neurons; m++)
                {
                    sum += above.Weights[(i * above.Neurons) + m] * slopes[m] * above.Feedback[(k * above.Neurons) + m];
                }

                Feedback[(k * Neurons) + i] = (float)sum;
            }
        }

        double after = Norm(Feedback);
        for (int i = 0; i < Feedback.Length && after > 0; i++)
        {
            Feedback[i] *= (float)(before / after);
        }
    }

    /// <summary>Silences the layer.</summary>
    public void Rest()
    {
        Array.Clear(v);
        Array.Clear(held);
        Array.Clear(Taught);
        Array.Clear(DeltaSum);
        Spikes.Clear();
    }

    /// <summary>j = W s + b.</summary>
    public void Drive(List<int> spikes)
    {
        Span<float> j = Current.AsSpan(0, Neurons);
        Bias.CopyTo(j);
        foreach (int i in spikes)
        {
            Rows.AddScaled(j, Weights.AsSpan(i * Neurons, Neurons), 1);
        }
    }

    /// <summary>j = W x + b.</summary>
    public void Drive(ReadOnlySpan<float> x)
    {
        Span<float> j = Current.AsSpan(0, Neurons);
        Bias.CopyTo(j);
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] != 0)
            {
                Rows.AddScaled(j, Weights.AsSpan(i * Neurons, Neurons), x[i]);
            }
        }
    }

    /// <summary>v += dt / tau (j - v) unless refractory; a spike where v exceeds the threshold, then v = 0 and the output stays 1.</summary>
    public void Fire()
    {
        Spikes.Clear();
        for (int n = 0; n < v.Length; n += Width)
        {
            Vector256<float> old = Vector256.LoadUnsafe(ref v[n]);
            Vector256<int> left = Vector256.LoadUnsafe(ref held[n]);
            Vector256<int> on = Vector256.GreaterThan(left, Vector256<int>.Zero);
            Vector256<float> next = old + (leak * (Vector256.LoadUnsafe(ref Current[n]) - old));
            Vector256<int> fires = Vector256.AndNot(Vector256.GreaterThan(next, threshold).AsInt32(), on);
            Vector256<int> shown = on | fires;
            Vector256.AndNot(next.AsInt32(), shown).AsSingle().StoreUnsafe(ref v[n]);
            Vector256.ConditionalSelect(on, left - Vector256<int>.One, fires & refractory).StoreUnsafe(ref held[n]);
            for (uint bits = shown.ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
            {
                Spikes.Add(n + BitOperations.TrailingZeroCount(bits));
            }
        }
    }

    /// <summary>d = B e, gated.</summary>
    public void Gate(TeachingSignal teaching, RateCurve curve)
    {
        Vector256<float> slope = Vector256.Create((float)(teaching == TeachingSignal.None ? 1 : curve.C1 * curve.C2));
        Vector256<float> steepness = Vector256.Create((float)curve.C2);
        for (int n = 0; n < delta.Length; n += Width)
        {
            Vector256<float> d = slope * Vector256.LoadUnsafe(ref Taught[n]);
            if (teaching == TeachingSignal.Derivative)
            {
                Vector256<float> j = Vector256.LoadUnsafe(ref Current[n]);
                Vector256<float> t = Tanh(steepness * j);
                d *= Vector256<float>.One - (t * t);
                d = Vector256.ConditionalSelect(Vector256.GreaterThan(j, Vector256<float>.Zero), d, Vector256<float>.Zero);
            }

            d.StoreUnsafe(ref delta[n]);
        }
    }

    /// <summary>W -= rate d s^T; b -= rate d.</summary>
    public void Learn(List<int> spikes)
    {
        foreach (int i in spikes)
        {
            Rows.AddScaled(Weights.AsSpan(i * Neurons, Neurons), Delta, -Rate);
        }

        Rows.AddScaled(Bias, Delta, -Rate);
    }

    /// <summary>W -= rate (sum of d) x^T: the updates of all steps of a sample at once, since x stays the same.</summary>
    public void LearnSum(ReadOnlySpan<float> x)
    {
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] != 0)
            {
                Rows.AddScaled(Weights.AsSpan(i * Neurons, Neurons), DeltaSum, -Rate * x[i]);
            }
        }
    }

    /// <summary>Multiplies weights and feedback.</summary>
    public void Scale(float factor)
    {
        for (int i = 0; i < Weights.Length; i++)
        {
            Weights[i] *= factor;
        }

        for (int i = 0; i < Feedback.Length; i++)
        {
            Feedback[i] *= factor;
        }
    }

    // Lambert's continued fraction to seven terms: within 1e-4 of tanh everywhere, by operations that round alike on every machine.
    private static Vector256<float> Tanh(Vector256<float> x)
    {
        x = Vector256.Min(Vector256.Max(x, Vector256.Create(-4.97f)), Vector256.Create(4.97f));
        Vector256<float> q = x * x;
        Vector256<float> over = x * (Vector256.Create(135135f) + (q * (Vector256.Create(17325f) + (q * (Vector256.Create(378f) + q)))));
        Vector256<float> under = Vector256.Create(135135f) + (q * (Vector256.Create(62370f) + (q * (Vector256.Create(3150f) + (q * Vector256.Create(28f))))));
        return over / under;
    }

    private static float[] Normal(int count, double deviation, RandomStream from)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)(deviation * from.NextNormal());
        }

        return values;
    }

    private static double Norm(float[] values) => Math.Sqrt(values.Sum(v => (double)v * v));
}
