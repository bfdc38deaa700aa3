using System.Numerics;
using EventSnn.Events.Binning;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.EndToEnd;
using EventSnn.Networks.Learning;

namespace EventSnn.Networks.Bptt;

/// <summary>
/// The offline baseline: the layers of DECOLLE trained by back-propagation through time with surrogate gradients (as in snnTorch), through all
/// layers and all steps of a clip, on the loss of one trained readout of the last layer. What it gives up is what the local rules keep: it has to
/// remember every step of a clip before it can learn from it.
/// </summary>
/// <remarks>Not safe for concurrent use. Regularisers, dropout and random time constants are refused.</remarks>
/// <typeparam name="T">float; double in checks of the arithmetic.</typeparam>
public sealed class BpttNetwork<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly BpttLayer<T>[] layers;
    private readonly LinearDecoder<T> decoder;
    private readonly T[][] errors;
    private readonly List<T[]> readouts = [];
    private readonly List<SpikeList<T>> inputs = [];
    private readonly ulong seed;
    private readonly BpttOptions options;
    private readonly T scoreDecay;
    private readonly T[] score;

    /// <summary>Creates a network with fresh weights.</summary>
    /// <param name="definition">The network; its loss is taken of the last layer's readout, each step after the burn-in with the same weight.</param>
    /// <param name="seed">Equal seeds give equal networks; the weights are those of a <see cref="SpikingNetwork"/> of this seed.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ModelException">The definition has a part that this rule does not know.</exception>
    public BpttNetwork(NetworkDefinition definition, ulong seed, BpttOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Definition = definition;
        this.seed = seed;
        (SpikeConnections<T>[] connections, decoder) = EndToEndStart.Create<T>(definition, seed);
        this.options = options ?? new BpttOptions();
        this.options.Validate();
        scoreDecay = T.CreateTruncating(this.options.ScoreDecay);
        score = new T[definition.Classes];
        layers = [.. connections.Select(c => new BpttLayer<T>(c, this.options))];
        errors = [.. connections.Select(c => new T[c.Plan.Pooled.Size])];
    }

    /// <summary>The network.</summary>
    public NetworkDefinition Definition { get; }

    /// <summary>Updates so far.</summary>
    public long Updates { get; private set; }

    /// <summary>A factor on the learning rate.</summary>
    public double LearningRateFactor { get; set; } = 1;

    /// <summary>Numbers that the last learned clip had to be kept in: in proportion to its length.</summary>
    public long RetainedValues { get; private set; }

    /// <summary>Multiply-adds of the backward passes so far, were nothing zero.</summary>
    public long LearningOperations { get; private set; }

    /// <summary>Learns from a mini-batch: one update.</summary>
    /// <param name="clips">The clips; those that are not longer than the burn-in teach nothing.</param>
    /// <returns>The mean loss.</returns>
    public double Learn(IReadOnlyList<LabelledClip> clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        double loss = 0;
        foreach (LabelledClip clip in clips)
        {
            loss += double.CreateTruncating(Accumulate(clip, clips.Count));
        }

        OptimiserStep step = OptimiserStep.At(Definition.Optimiser, ++Updates, LearningRateFactor);
        foreach (BpttLayer<T> layer in layers)
        {
            layer.Connections.Update(step);
        }

        decoder.Update(step);
        return loss;
    }

    /// <summary>Classifies a clip by the sum of its steps' probabilities.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="scores">Receives the mean probability of each class.</param>
    /// <returns>The class; -1 where the clip is not longer than the burn-in.</returns>
    public int Classify(StepSequence clip, Span<double> scores)
    {
        ArgumentNullException.ThrowIfNull(clip);
        scores.Clear();
        var y = new T[Definition.Classes];
        int heard = 0;
        Begin();
        for (int t = 0; t < clip.Count; t++)
        {
            // Two places in turn are enough: the step before is all that a step needs.
            Forward(clip, t, t % 2, y);
            if (t < Definition.BurnInSteps)
            {
                continue;
            }

            heard++;
            LocalLoss.Softmax(y, T.CreateTruncating(Definition.Loss.Temperature), y);
            for (int k = 0; k < y.Length; k++)
            {
                scores[k] += double.CreateTruncating(y[k]);
            }
        }

        int best = heard == 0 ? -1 : 0;
        for (int k = 0; k < scores.Length && heard > 0; k++)
        {
            scores[k] /= heard;
            best = scores[k] > scores[best] ? k : best;
        }

        return best;
    }

    /// <summary>The trained weights in a network that replays, decides and learns on like any other; its scores are the last layer's.</summary>
    /// <param name="backend">Where it runs; null for the default.</param>
    /// <returns>The network; dispose it.</returns>
    /// <exception cref="ModelException">The scores decay: a network has no place for that.</exception>
    public SpikingNetwork ToNetwork(IComputeBackend? backend = null)
    {
        ModelException.Require(options.ScoreDecay == 0, "score decay", "0 for a network that replays", options.ScoreDecay);
        SpikingNetwork network = SpikingNetwork.Create(Definition with { Scores = ScoreRule.LastLayer }, seed, backend);
        for (int i = 0; i < layers.Length; i++)
        {
            network.SetTensor(i, LayerTensor.Weights, layers[i].Connections.SaveWeights());
            network.SetTensor(i, LayerTensor.Bias, Array.ConvertAll(layers[i].Connections.Bias.Values, float.CreateTruncating));
        }

        network.SetTensor(layers.Length - 1, LayerTensor.ReadoutWeights, decoder.SaveWeights());
        network.SetTensor(layers.Length - 1, LayerTensor.ReadoutBias, Array.ConvertAll(decoder.Bias.Values, float.CreateTruncating));
        return network;
    }

    /// <summary>All parameters, for checks: weights and bias of each layer, then of the readout.</summary>
    internal IEnumerable<TrainedTensor<T>> Parameters =>
        [.. layers.SelectMany(l => new[] { l.Connections.Weights, l.Connections.Bias }), decoder.Weights, decoder.Bias];

    /// <summary>Adds a clip's gradient.</summary>
    internal T Accumulate(LabelledClip clip, int batch)
    {
        int steps = clip.Steps.Count;
        int learned = steps - Definition.BurnInSteps;
        if (learned <= 0)
        {
            return T.Zero;
        }

        Begin();
        T loss = T.Zero;
        for (int t = 0; t < steps; t++)
        {
            if (readouts.Count <= t)
            {
                readouts.Add(new T[Definition.Classes]);
            }

            var y = new T[Definition.Classes];
            Forward(clip.Steps, t, t, y);
            if (t >= Definition.BurnInSteps)
            {
                loss += LocalLoss.Evaluate<T>(Definition.Loss, y, clip.Label, batch * learned, readouts[t]);
            }
            else
            {
                Array.Clear(readouts[t]);
            }
        }

        RetainedValues = layers.Sum(l => l.Retained(steps)) + ((long)steps * Definition.Classes) + inputs.Take(steps).Sum(x => 2L * x.Count);
        foreach (BpttLayer<T> layer in layers)
        {
            layer.BeginBackward();
        }

        for (int t = steps - 1; t >= 0; t--)
        {
            if (scoreDecay != T.Zero && t + 1 < steps)
            {
                Rows.AddScaled<T>(readouts[t], readouts[t + 1], scoreDecay);
            }

            decoder.Backward(layers[^1].Out(t), readouts[t], errors[^1]);
            for (int i = layers.Length - 1; i >= 0; i--)
            {
                layers[i].Backward(t, i == 0 ? inputs[t] : layers[i - 1].Out(t), errors[i], i == 0 ? null : errors[i - 1]);
            }
        }

        LearningOperations += steps * (decoder.BackwardOperations + layers.Sum(l => l.Connections.GradientOperations * (l.Connections.Plan.Index == 0 ? 1 : 2)));
        return loss;
    }

    private void Begin()
    {
        Array.Clear(score);
        foreach (BpttLayer<T> layer in layers)
        {
            layer.Begin();
        }
    }

    private void Forward(StepSequence clip, int t, int place, T[] y)
    {
        while (inputs.Count <= place)
        {
            inputs.Add(new SpikeList<T>());
        }

        inputs[place].Take(clip, t);
        int before = t == 0 ? 0 : place == t ? t - 1 : 1 - place;
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i].Forward(t, place, i == 0 ? inputs[place] : layers[i - 1].Out(place), before);
        }

        decoder.Read(layers[^1].Out(place), y);
        if (scoreDecay != T.Zero)
        {
            Rows.AddScaled<T>(y, score, scoreDecay);
            y.CopyTo(score, 0);
        }
    }
}
