using System.Numerics;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.EndToEnd;
using EventSnn.Networks.Learning;

namespace EventSnn.Networks.CurrentStep;

/// <summary>
/// Direct training through the current step only (after Zhu, Zhao, Ma and Tang 2021): errors go from the class scores down through all layers,
/// but not back in time, so that memory does not grow with the clip. Neurons are current-based (C-LIF): I = a_s I + W.x + b;
/// u = a_m u (1 - o) + I; o = H(u - 1).
/// </summary>
/// <remarks>
/// Of a <see cref="NetworkDefinition"/> it takes layers, surrogates, loss, optimiser and burn-in; a_m is alpha and a_s is beta of each layer's neuron,
/// refractory constants and gains are not used. Not safe for concurrent use.
/// </remarks>
/// <typeparam name="T">float; double in checks of the arithmetic.</typeparam>
public sealed class CurrentStepNetwork<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly CurrentStepOptions options;
    private readonly SpikeConnections<T>[] layers;
    private readonly LinearDecoder<T> decoder;
    private readonly T[][] drive;
    private readonly T[][] delta;
    private readonly T[][] errors;
    private readonly UpdateControl control;
    private readonly T scoreDecay;
    private int pending;
    private long steps;

    /// <summary>Creates a network with fresh weights.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="seed">Equal seeds give equal networks.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ModelException">Definition or options have a part that this rule does not know.</exception>
    public CurrentStepNetwork(NetworkDefinition definition, ulong seed, CurrentStepOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        this.options = options ?? new CurrentStepOptions();
        this.options.Validate();
        Definition = definition;
        (layers, decoder) = EndToEndStart.Create<T>(definition, seed);
        drive = [.. layers.Select(l => new T[l.Plan.Output.Size])];
        delta = [.. layers.Select(l => new T[l.Plan.Output.Size])];
        errors = [.. layers.Select(l => new T[l.Plan.Pooled.Size])];
        control = new UpdateControl(1) { Policy = this.options.Policy };
        scoreDecay = T.CreateTruncating(this.options.ScoreDecay);
    }

    /// <summary>The network.</summary>
    public NetworkDefinition Definition { get; }

    /// <summary>The share of the training that is over, in [0, 1], for FreezeOut.</summary>
    public double Progress { get; set; }

    /// <summary>Updates so far.</summary>
    public long Updates { get; private set; }

    /// <summary>Backward passes of single samples that were possible.</summary>
    public long PossibleBackwards { get; private set; }

    /// <summary>Those of them that the policy skipped.</summary>
    public long SkippedBackwards { get; private set; }

    /// <summary>Multiply-adds of the backward passes so far, were nothing zero in those that were made.</summary>
    public long LearningOperations { get; private set; }

    internal CurrentStepOptions Options => options;

    internal IReadOnlyList<SpikeConnections<T>> Layers => layers;

    internal LinearDecoder<T> Decoder => decoder;

    /// <summary>All parameters, for checks.</summary>
    internal IEnumerable<TrainedTensor<T>> Parameters => [.. layers.SelectMany(l => new[] { l.Weights, l.Bias }), decoder.Weights, decoder.Bias];

    /// <summary>Creates the state of a stream.</summary>
    /// <returns>The state.</returns>
    public CurrentStepState<T> CreateState() => new([.. layers.Select(l => l.Plan)], Definition.Classes, options.Trace);

    /// <summary>One step of several streams.</summary>
    /// <param name="samples">The streams.</param>
    /// <param name="learn">Whether samples with a label are learned from.</param>
    /// <returns>The mean loss of the samples that have a label; 0 where nothing is learned.</returns>
    public double Step(ReadOnlySpan<CurrentStepSample<T>> samples, bool learn)
    {
        foreach (CurrentStepSample<T> sample in samples)
        {
            Forward(sample);
        }

        if (!learn)
        {
            return 0;
        }

        bool due = steps++ % options.Policy.EveryN == 0;
        double loss = 0;
        bool any = false;
        foreach (CurrentStepSample<T> sample in samples)
        {
            if (sample.Label >= 0 && sample.Step >= Definition.BurnInSteps)
            {
                loss += double.CreateTruncating(Learn(sample.State, sample.Label, samples.Length, due));
                any = true;
            }
        }

        if (any && ++pending >= options.UpdateEvery)
        {
            Flush();
        }

        return loss;
    }

    /// <summary>Makes the update of the gradients that wait, if any.</summary>
    public void Flush()
    {
        if (pending == 0)
        {
            return;
        }

        Updates++;
        for (int i = 0; i <= layers.Length; i++)
        {
            double factor = RateFactor(i);
            if (factor == 0)
            {
                continue;
            }

            OptimiserStep step = OptimiserStep.At(Definition.Optimiser, Updates, factor / pending);
            if (i < layers.Length)
            {
                layers[i].Update(step);
            }
            else
            {
                decoder.Update(step);
            }
        }

        pending = 0;
    }

    private double RateFactor(int layer) => options.FreezeOut?.Factor(layer, layers.Length + 1, Math.Clamp(Progress, 0, 1)) ?? 1;

    private void Forward(in CurrentStepSample<T> sample)
    {
        CurrentStepState<T> state = sample.State;
        state.Input.Take(sample.Steps, sample.Step);
        SpikeList<T> x = state.Input;
        for (int i = 0; i < layers.Length; i++)
        {
            Forward(state, i, x);
            x = state.Out[i];
        }

        decoder.Read(x, state.Readout);
        for (int k = 0; k < state.Score.Length; k++)
        {
            state.Score[k] = (scoreDecay * state.Score[k]) + state.Readout[k];
        }
    }

    private void Forward(CurrentStepState<T> state, int layer, SpikeList<T> x)
    {
        NeuronDefinition neuron = layers[layer].Plan.Definition.Neuron;
        T membraneDecay = T.CreateTruncating(neuron.Alpha);
        T synapseDecay = T.CreateTruncating(neuron.Beta);
        T[] current = state.Current[layer];
        T[] u = state.U[layer];
        T[] o = state.Spiked[layer];
        T[] bias = layers[layer].Bias.Values;
        Array.Clear(drive[layer]);
        layers[layer].Forward(x, drive[layer]);
        for (int n = 0; n < u.Length; n++)
        {
            current[n] = (synapseDecay * current[n]) + drive[layer][n] + bias[n % bias.Length];
            T kept = options.SoftReset ? u[n] - o[n] : u[n] * (T.One - o[n]);
            u[n] = (membraneDecay * kept) + current[n];
            o[n] = Fire(neuron, u[n]);
        }

        layers[layer].Pool(u, state.Winner[layer]);
        state.Out[layer].Clear();
        for (int f = 0; f < state.Winner[layer].Length; f++)
        {
            T s = o[state.Winner[layer][f]];
            if (s != T.Zero)
            {
                state.Out[layer].Add(f, s);
            }
        }

        if (options.Trace)
        {
            T[] trace = state.Trace[layer];
            for (int i = 0; i < trace.Length; i++)
            {
                trace[i] *= synapseDecay;
            }

            for (int i = 0; i < x.Count; i++)
            {
                trace[x.Inputs[i]] += x.Amounts[i];
            }

            state.Seen[layer].Take(trace);
        }
    }

    private T Learn(CurrentStepState<T> state, int label, int batch, bool due)
    {
        T loss = LocalLoss.Evaluate<T>(Definition.Loss, state.Score, label, batch, state.Error);
        PossibleBackwards++;
        T largest = T.Zero;
        foreach (T e in state.Error)
        {
            largest = T.Max(largest, T.Abs(e));
        }

        UpdatePolicy policy = options.Policy;
        bool easy = control.IsEasy(0, double.CreateTruncating(loss) * batch)
            || (policy.Margin > 0 && UpdateControl.IsClear(state.Score, label, T.CreateTruncating(policy.Margin)))
            || largest * T.CreateTruncating(batch) < T.CreateTruncating(policy.ErrorThreshold);
        if (!due || easy)
        {
            SkippedBackwards++;
            return loss;
        }

        int lowest = 0;
        while (lowest < layers.Length && RateFactor(lowest) == 0)
        {
            lowest++;
        }

        decoder.Backward(state.Out[^1], state.Error, errors[^1]);
        LearningOperations += decoder.BackwardOperations;
        for (int i = layers.Length - 1; i >= lowest; i--)
        {
            SurrogateKind surrogate = layers[i].Plan.Definition.Neuron.Surrogate;
            Array.Clear(delta[i]);
            for (int f = 0; f < errors[i].Length; f++)
            {
                int n = state.Winner[i][f];
                delta[i][n] += errors[i][f] * Surrogates.Derivative(surrogate, state.U[i][n] - T.One);
            }

            layers[i].AddBiasGradient(delta[i]);
            layers[i].AddGradient(options.Trace ? state.Seen[i] : i == 0 ? state.Input : state.Out[i - 1], delta[i]);
            LearningOperations += layers[i].GradientOperations;
            if (i > lowest)
            {
                layers[i].PullBack(delta[i], errors[i - 1]);
                LearningOperations += layers[i].GradientOperations;
            }
        }

        return loss;
    }

    private static T Fire(NeuronDefinition neuron, T u)
        => neuron.Activation == ActivationKind.SurrogateAntiderivative ? Surrogates.Antiderivative(neuron.Surrogate, u - T.One)
            : Surrogates.Spikes(neuron.Surrogate, u - T.One) ? T.One : T.Zero;
}
