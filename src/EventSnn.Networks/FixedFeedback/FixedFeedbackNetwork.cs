using EventSnn.Events.Random;
using EventSnn.Networks.EndToEnd;

namespace EventSnn.Networks.FixedFeedback;

/// <summary>
/// Deep spiking networks that learn by broadcast fixed feedback (Samadi, Lillicrap and Tweed 2017): d_L = s_L - y; d_l = (B_l (s_L - y)) o
/// E'(j_l), B_l fixed; W_l -= d_l s_(l-1)^T / fan-in, in every step after a burn-in. Nothing is kept over time but potentials.
/// </summary>
/// <remarks>
/// Cost follows the spikes: a silent neuron costs its successors nothing, forward or in learning. Inputs that stay the same for a sample cost
/// one product with their weights and one update: a step's update -d x^T / n changes j by -d (|x|^2 + 1) / n, the 1 from the bias. Not safe
/// for concurrent use.
/// </remarks>
public sealed class FixedFeedbackNetwork
{
    private readonly FixedFeedbackOptions options;
    private readonly RandomStream random;
    private readonly FeedbackLayer[] layers;
    private readonly List<int> inputs = [];
    private readonly float[] error;
    private readonly float[] errorBefore;
    private readonly int[] counts;
    private double rateFactor;

    /// <summary>Creates a network with fresh weights.</summary>
    /// <param name="options">Sizes and constants.</param>
    public FixedFeedbackNetwork(FixedFeedbackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.options = options;
        Curve = options.Curve ?? RateCurve.Fit(options).Curve;
        random = RandomStream.Fork(options.Seed, 3);
        layers = [.. Enumerable.Range(0, options.Sizes.Count - 1).Select(l => new FeedbackLayer(options, l))];
        error = new float[options.Sizes[^1]];
        errorBefore = new float[error.Length];
        counts = new int[error.Length];
        RateFactor = options.RateFactor;
    }

    /// <summary>E, as fitted or given.</summary>
    public RateCurve Curve { get; }

    /// <summary>The factor on the learning rate 1 / fan-in, for schedules; at first that of the options.</summary>
    public double RateFactor
    {
        get => rateFactor;
        set
        {
            rateFactor = value;
            foreach (FeedbackLayer layer in layers)
            {
                layer.Rate = (float)(value / layer.Inputs);
            }
        }
    }

    /// <summary>Spikes per output over the last sample.</summary>
    public ReadOnlySpan<int> Counts => counts;

    /// <summary>Steps that have been learned from; in each of them all layers that learn changed.</summary>
    public long Updates { get; private set; }

    /// <summary>Multiply-adds of learning so far, were no input, spike or error zero and the lowest layer updated in every step.</summary>
    public long LearningOperations { get; private set; }

    internal FixedFeedbackOptions Options => options;

    internal IReadOnlyList<FeedbackLayer> Layers => layers;

    /// <summary>s_L - y of the step.</summary>
    internal ReadOnlySpan<float> Error => error;

    /// <summary>Loads a network that <see cref="Save"/> wrote. It shows the same samples the same answers; a learning-rate factor that was set meanwhile is not kept.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <returns>The network.</returns>
    /// <exception cref="ModelException">The file cannot be read or is no such network; the message says where and why.</exception>
    public static FixedFeedbackNetwork Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return FeedbackCheckpoint.Load(path);
    }

    /// <summary>Saves options, weights and feedback, as a whole or not at all.</summary>
    /// <param name="path">The file; replaced where it exists.</param>
    /// <param name="classes">Names of the classes, for whoever reads the file; may be empty.</param>
    /// <exception cref="ModelException">It cannot be written.</exception>
    public void Save(string path, IReadOnlyList<string> classes)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(classes);
        FeedbackCheckpoint.Save(this, classes, path);
    }

    /// <summary>The weights of a layer, [input, neuron]; may be written.</summary>
    /// <param name="layer">From 0.</param>
    /// <returns>The weights.</returns>
    public Span<float> Weights(int layer) => layers[layer].Weights;

    /// <summary>The bias of a layer, one per neuron; may be written.</summary>
    /// <param name="layer">From 0.</param>
    /// <returns>The bias.</returns>
    public Span<float> Bias(int layer) => layers[layer].Bias;

    /// <summary>The currents j of a layer after the last step.</summary>
    /// <param name="layer">From 0.</param>
    /// <returns>One per neuron.</returns>
    public ReadOnlySpan<float> Currents(int layer) => layers[layer].Current.AsSpan(0, layers[layer].Neurons);

    /// <summary>The teaching signal d of a layer in the last learning step.</summary>
    /// <param name="layer">From 0.</param>
    /// <returns>One per neuron.</returns>
    public ReadOnlySpan<float> Teaching(int layer) => layers[layer].Delta;

    /// <summary>The fixed feedback into a layer, [output, neuron].</summary>
    /// <param name="layer">From 0.</param>
    /// <returns>The weights.</returns>
    public ReadOnlySpan<float> Feedback(int layer) => layers[layer].Feedback;

    /// <summary>Shows one sample from rest.</summary>
    /// <param name="intensities">One per input, in [0, 1].</param>
    /// <param name="label">Its class, or -1 where nothing is to be learned.</param>
    /// <returns>The class with the most output spikes; of equal ones the first.</returns>
    public int Present(ReadOnlySpan<float> intensities, int label) => Present(intensities, label, null);

    /// <summary>
    /// Scales weights and feedback, layer by layer from the lowest, so that currents have a deviation. N(0, 0.055^2) is made for some hundred
    /// bright inputs: few or sparse inputs, and every layer whose inputs are spikes, get currents far below the threshold from it, and a layer
    /// that never spikes teaches the next one nothing.
    /// </summary>
    /// <param name="samples">Some samples; no labels are used.</param>
    /// <param name="deviation">The root mean square of j over neurons, steps and samples.</param>
    /// <exception cref="ModelException">There are no samples, or nothing in them is above 0.</exception>
    public void ScaleToData(IReadOnlyList<float[]> samples, double deviation)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ModelException.Require(samples.Any(s => s.Any(x => x > 0)), "first weights", "samples that are not empty", samples.Count);
        foreach (FeedbackLayer layer in layers)
        {
            double sum = 0;
            long n = 0;
            foreach (float[] sample in samples)
            {
                Present(sample, 0, () =>
                {
                    for (int i = 0; i < layer.Neurons; i++)
                    {
                        sum += (double)layer.Current[i] * layer.Current[i];
                    }

                    n += layer.Neurons;
                });
            }

            ModelException.Require(sum > 0, "first weights", "a layer below that spikes: give a larger deviation", deviation);
            layer.Scale((float)(deviation / Math.Sqrt(sum / n)));
        }
    }

    /// <summary>
    /// Scales weights and feedback and sets the biases, layer by layer from the lowest, so that each neuron's current has a mean over samples, and
    /// differs between samples by a deviation. <see cref="ScaleToData"/> scales what all samples have in common alike with what tells them apart, and
    /// spikes are never negative: over ten layers nothing is left but what is common. Ours, not the paper's.
    /// </summary>
    /// <param name="samples">Some samples, two or more; no labels are used.</param>
    /// <param name="mean">The mean of j over samples and steps, of each neuron.</param>
    /// <param name="deviation">The root mean square, over neurons and samples, of j's mean over the steps of a sample less that of all samples.</param>
    /// <exception cref="ModelException">There are too few samples, or nothing in them tells them apart.</exception>
    public void CentreOnData(IReadOnlyList<float[]> samples, double mean, double deviation)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ModelException.Require(samples.Count >= 2, "first weights", "two samples or more", samples.Count);
        foreach (FeedbackLayer layer in layers)
        {
            var sums = new double[samples.Count, layer.Neurons];
            int steps = 0;
            for (int s = 0; s < samples.Count; s++)
            {
                int sample = s;
                steps = 0;
                Present(samples[s], 0, () =>
                {
                    steps++;
                    for (int i = 0; i < layer.Neurons; i++)
                    {
                        sums[sample, i] += layer.Current[i];
                    }
                });
            }

            var means = new double[layer.Neurons];
            double squares = 0;
            for (int i = 0; i < layer.Neurons; i++)
            {
                int neuron = i;
                double[] own = [.. Enumerable.Range(0, samples.Count).Select(s => sums[s, neuron] / Math.Max(1, steps))];
                means[i] = own.Average();
                squares += own.Average(j => (j - means[neuron]) * (j - means[neuron]));
            }

            ModelException.Require(squares > 0, "first weights", "samples that differ, and steps that learn", samples.Count);
            double factor = deviation / Math.Sqrt(squares / layer.Neurons);
            layer.Scale((float)factor);
            for (int i = 0; i < layer.Neurons; i++)
            {
                layer.Bias[i] = (float)(mean - (factor * (means[i] - layer.Bias[i])));
            }
        }
    }

    /// <summary>
    /// Draws the feedback again, not at random but as the weights above a layer stand: B_l = W_(l+1)^T diag(E') B_(l+1) with E' of every neuron its mean over
    /// samples, and for the last hidden layer W_L^T; as large as it was. Where layers above stay fixed, nothing else can bring their weights into line with
    /// the feedback; where they learn, it is not needed. Feedback stays fixed from then on. Ours, not the paper's.
    /// </summary>
    /// <param name="samples">Some samples; no labels are used.</param>
    /// <exception cref="ModelException">There are no samples.</exception>
    public void AlignFeedback(IReadOnlyList<float[]> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ModelException.Require(samples.Count >= 1, "feedback", "samples", samples.Count);
        double[][] slopes = [.. layers.Select(l => new double[l.Neurons])];
        foreach (float[] sample in samples)
        {
            Present(sample, 0, () =>
            {
                for (int l = 0; l < layers.Length; l++)
                {
                    for (int i = 0; i < slopes[l].Length; i++)
                    {
                        slopes[l][i] += Curve.Derivative(layers[l].Current[i]);
                    }
                }
            });
        }

        for (int l = layers.Length - 2; l >= 0; l--)
        {
            layers[l].AlignFeedback(layers[l + 1], l == layers.Length - 2 ? null : slopes[l + 1], error.Length);
        }
    }

    /// <summary>Shows a sample.</summary>
    /// <param name="intensities">One per input.</param>
    /// <param name="label">The class, or -1.</param>
    /// <param name="instead">Called after the steps that would learn, in place of learning.</param>
    internal int Present(ReadOnlySpan<float> intensities, int label, Action? instead)
    {
        if (intensities.Length != options.Sizes[0])
        {
            throw new ArgumentException($"Expected {options.Sizes[0]} intensities, found {intensities.Length}.", nameof(intensities));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, error.Length);
        Array.Clear(counts);
        Array.Clear(errorBefore);
        foreach (FeedbackLayer layer in layers)
        {
            layer.Rest();
        }

        bool constant = options.SpikeProbability is null;
        float power = 1;
        if (constant)
        {
            layers[0].Drive(intensities);
            foreach (float x in intensities)
            {
                power += x * x;
            }
        }

        for (int t = 0; t < options.Steps; t++)
        {
            Forward(intensities);
            foreach (int k in layers[^1].Spikes)
            {
                counts[k]++;
            }

            if (label >= 0 && t >= options.BurnInSteps)
            {
                Compare(label);
                if (instead is null)
                {
                    Learn(constant ? power : 0);
                }
                else
                {
                    instead();
                }
            }
        }

        if (constant && label >= 0 && instead is null && Learns(0))
        {
            layers[0].LearnSum(intensities);
        }

        return counts.AsSpan().IndexOf(counts.Max());
    }

    private bool Learns(int layer) => options.Learns?[layer] ?? true;

    private void Forward(ReadOnlySpan<float> intensities)
    {
        if (options.SpikeProbability is { } probability)
        {
            inputs.Clear();
            for (int i = 0; i < intensities.Length; i++)
            {
                if (intensities[i] > 0 && random.NextDouble() < intensities[i] * probability)
                {
                    inputs.Add(i);
                }
            }

            layers[0].Drive(inputs);
        }

        layers[0].Fire();
        for (int l = 1; l < layers.Length; l++)
        {
            layers[l].Drive(layers[l - 1].Spikes);
            layers[l].Fire();
        }
    }

    /// <summary>e = s_L - y, and d of every layer.</summary>
    private void Compare(int label)
    {
        Array.Clear(error);
        foreach (int k in layers[^1].Spikes)
        {
            error[k] = 1;
        }

        error[label] -= 1;
        for (int l = 0; l < layers.Length; l++)
        {
            if (!Learns(l))
            {
                continue;
            }

            FeedbackLayer layer = layers[l];
            if (l == layers.Length - 1)
            {
                error.CopyTo(layer.Delta);
                continue;
            }

            for (int k = 0; k < error.Length; k++)
            {
                if (error[k] != errorBefore[k])
                {
                    Rows.AddScaled(layer.Taught.AsSpan(0, layer.Neurons), layer.Feedback.AsSpan(k * layer.Neurons, layer.Neurons), error[k] - errorBefore[k]);
                }
            }

            layer.Gate(options.Teaching, Curve);
        }

        error.CopyTo(errorBefore, 0);
    }

    private void Learn(float power)
    {
        Updates++;
        for (int l = 0; l < layers.Length; l++)
        {
            FeedbackLayer layer = layers[l];
            if (!Learns(l))
            {
                continue;
            }

            LearningOperations += ((long)layer.Inputs * layer.Neurons) + (l < layers.Length - 1 ? (long)error.Length * layer.Neurons : 0);
            if (l > 0 || power == 0)
            {
                layer.Learn(l == 0 ? inputs : layers[l - 1].Spikes);
                continue;
            }

            Rows.AddScaled(layer.Current.AsSpan(0, layer.Neurons), layer.Delta, -layer.Rate * power);
            Rows.AddScaled(layer.Bias, layer.Delta, -layer.Rate);
            Rows.AddScaled(layer.DeltaSum, layer.Delta, 1);
        }
    }
}
