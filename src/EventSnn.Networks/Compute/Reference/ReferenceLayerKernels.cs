using System.Numerics;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Compute.Reference;

/// <summary>The equations of a layer as plain loops, in float for use and in double for checks.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class ReferenceLayerKernels<T> : ILayerKernels<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly T[][] tensors;
    private readonly SurrogateKind surrogate;
    private readonly ActivationKind activation;
    private readonly int plane;
    private readonly T refractoryDecay;
    private readonly T refractoryGain;
    private readonly T keepScale;
    private readonly T postDecay;
    private readonly T postGain;

    public ReferenceLayerKernels(LayerPlan plan)
    {
        Plan = plan;
        tensors = [.. Enum.GetValues<LayerTensor>().Select(t => new T[plan.Count(t)])];
        NeuronDefinition neuron = plan.Definition.Neuron;
        surrogate = neuron.Surrogate;
        activation = neuron.Activation;
        refractoryDecay = T.CreateTruncating(neuron.AlphaRefractory);
        refractoryGain = T.CreateTruncating(neuron.RefractoryGain);
        postDecay = T.CreateTruncating(neuron.PostTraceDecay);
        postGain = T.CreateTruncating(neuron.PostTraceGain);
        plane = plan.Input.Height * plan.Input.Width;
        keepScale = T.One / (T.One - T.CreateTruncating(plan.Definition.Readout.Dropout));
    }

    /// <inheritdoc/>
    public LayerPlan Plan { get; }

    private T[] this[LayerTensor tensor] => tensors[(int)tensor];

    /// <inheritdoc/>
    public LayerState<T> CreateState() => new ReferenceLayerState<T>(Plan);

    /// <inheritdoc/>
    public void Integrate(ReadOnlySpan<LayerState<T>> states, ReadOnlySpan<StepInput> inputs)
    {
        for (int b = 0; b < states.Length; b++)
        {
            var state = (ReferenceLayerState<T>)states[b];
            BeginIntegration(state);
            ReadOnlySpan<int> x = inputs[b].Inputs.Span;
            ReadOnlySpan<ushort> counts = inputs[b].Counts.Span;
            for (int k = 0; k < x.Length; k++)
            {
                Add(state, x[k], T.CreateTruncating(counts[k]));
            }
        }
    }

    /// <inheritdoc/>
    public void Integrate(ReadOnlySpan<LayerState<T>> states, ReadOnlySpan<LayerState<T>> below)
    {
        for (int b = 0; b < states.Length; b++)
        {
            var state = (ReferenceLayerState<T>)states[b];
            BeginIntegration(state);
            byte[] x = ((ReferenceLayerState<T>)below[b]).Out;
            for (int i = 0; i < x.Length; i++)
            {
                if (x[i] != 0)
                {
                    Add(state, i, T.One);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Fire(ReadOnlySpan<LayerState<T>> states)
    {
        foreach (LayerState<T> each in states)
        {
            var state = (ReferenceLayerState<T>)each;
            T[] r = state.R;
            T[] u = state.U;
            byte[] s = state.S;
            for (int i = 0; i < state.H.Length; i++)
            {
                state.H[i] = (postDecay * state.H[i]) + Surrogates.Derivative(surrogate, u[i]); // u is still that of the step before
            }

            for (int i = 0; i < r.Length; i++)
            {
                r[i] = (refractoryDecay * r[i]) - (s[i] != 0 ? refractoryGain : T.Zero);
            }

            WeighTrace(state);
            T[] bias = this[LayerTensor.Bias];
            int outputPlane = Plan.Output.Height * Plan.Output.Width;
            int spikes = 0;
            for (int i = 0; i < u.Length; i++)
            {
                u[i] += bias[i / outputPlane] + r[i];
                bool fires = Surrogates.Spikes(surrogate, u[i]);
                s[i] = fires ? (byte)1 : (byte)0;
                spikes += s[i];
            }

            state.Spikes = spikes;
            PoolPotential(state);
        }
    }

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<LayerState<T>> states)
    {
        T[] g = this[LayerTensor.ReadoutWeights];
        T[] c = this[LayerTensor.ReadoutBias];
        foreach (LayerState<T> each in states)
        {
            var state = (ReferenceLayerState<T>)each;
            for (int k = 0; k < c.Length; k++)
            {
                T sum = T.Zero;
                ReadOnlySpan<T> row = g.AsSpan(k * state.A.Length, state.A.Length);
                for (int f = 0; f < row.Length; f++)
                {
                    sum += row[f] * state.A[f] * Mask(state, f);
                }

                state.Readout[k] = sum + c[k];
            }
        }
    }

    /// <inheritdoc/>
    public void MeasureRegularisers(ReadOnlySpan<LayerState<T>> states)
    {
        T margin = T.CreateTruncating(.01);
        T target = T.CreateTruncating(.1);
        foreach (LayerState<T> each in states)
        {
            T high = T.Zero;
            T low = T.Zero;
            foreach (T up in ((ReferenceLayerState<T>)each).Pooled)
            {
                high += T.Max(up + margin, T.Zero);
                low += target - Surrogates.Sigmoid(up);
            }

            each.HighSum = high;
            each.LowSum = low;
        }
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<LayerState<T>> states, RegulariserTerms<T> regularisers)
    {
        Array.Clear(this[LayerTensor.WeightGradient]);
        Array.Clear(this[LayerTensor.BiasGradient]);
        foreach (LayerState<T> each in states)
        {
            var state = (ReferenceLayerState<T>)each;
            LocalError(state, regularisers);
            AccumulateGradient(state);
            NonCausalTerm.Add(Plan, state, this[LayerTensor.WeightGradient]);
        }
    }

    /// <inheritdoc/>
    public void Accumulate()
    {
        AddGradient(LayerTensor.WeightGradientSum, LayerTensor.WeightGradient);
        AddGradient(LayerTensor.BiasGradientSum, LayerTensor.BiasGradient);
    }

    /// <inheritdoc/>
    public void Update(in OptimiserStep update)
    {
        Accumulate();
        PlainOptimiser.Apply<T>(update, this[LayerTensor.Weights], this[LayerTensor.WeightGradientSum], this[LayerTensor.WeightMoment1], this[LayerTensor.WeightMoment2]);
        PlainOptimiser.Apply<T>(update, this[LayerTensor.Bias], this[LayerTensor.BiasGradientSum], this[LayerTensor.BiasMoment1], this[LayerTensor.BiasMoment2]);
        Array.Clear(this[LayerTensor.WeightGradientSum]);
        Array.Clear(this[LayerTensor.BiasGradientSum]);
    }

    /// <inheritdoc/>
    public void CopyTo(LayerTensor tensor, Span<T> destination) => this[tensor].CopyTo(destination);

    /// <inheritdoc/>
    public void CopyFrom(LayerTensor tensor, ReadOnlySpan<T> source) => source.CopyTo(this[tensor]);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>U = W.P, a cross-correlation with zero padding.</summary>
    internal void WeighTrace(ReferenceLayerState<T> state)
    {
        T[] w = this[LayerTensor.Weights];
        T[] u = state.U;
        Array.Clear(u);
        int weight = 0;
        for (int o = 0; o < Plan.Output.Channels; o++)
        {
            for (int i = 0; i < Plan.Input.Channels; i++)
            {
                for (int ky = 0; ky < Plan.KernelRows; ky++)
                {
                    for (int kx = 0; kx < Plan.KernelColumns; kx++)
                    {
                        T wi = w[weight++];
                        if (wi == T.Zero)
                        {
                            continue;
                        }

                        foreach ((int neuron, int input, int length) in new KernelRowsAt(Plan, o, i, ky, kx))
                        {
                            for (int x = 0; x < length; x++)
                            {
                                u[neuron + x] += wi * state.P[input + (x * Plan.Stride)];
                            }
                        }
                    }
                }
            }
        }
    }

    private void AddGradient(LayerTensor sum, LayerTensor gradient)
    {
        for (int i = 0; i < this[sum].Length; i++)
        {
            this[sum][i] += this[gradient][i];
        }
    }

    /// <summary>Q = beta Q and P = alpha P + pg Q, without the input; <see cref="Add"/> puts it in.</summary>
    private void BeginIntegration(ReferenceLayerState<T> state)
    {
        bool newSynapse = Plan.Definition.Neuron.NewSynapse;
        state.Arrivals.Clear();
        for (int i = 0; i < state.Q.Length; i++)
        {
            int channel = i / plane;
            T old = state.Q[i];
            T q = this[LayerTensor.Beta][channel] * old;
            state.P[i] = (this[LayerTensor.Alpha][channel] * state.P[i]) + (this[LayerTensor.MembraneGain][channel] * (newSynapse ? q : old));
            state.Q[i] = q;
        }
    }

    private void Add(ReferenceLayerState<T> state, int input, T count)
    {
        int channel = input / plane;
        T charge = this[LayerTensor.SynapseGain][channel] * count;
        state.Q[input] += charge;
        if (state.H.Length > 0)
        {
            state.Arrivals.Add((input, this[LayerTensor.MembraneGain][channel] * charge));
        }

        if (Plan.Definition.Neuron.NewSynapse)
        {
            state.P[input] += this[LayerTensor.MembraneGain][channel] * charge;
        }
    }

    /// <summary>Up = maxpool(U), first in row-major order where equal; s = H(Up); a.</summary>
    private void PoolPotential(ReferenceLayerState<T> state)
    {
        int pool = Plan.Pool;
        int f = 0;
        for (int o = 0; o < Plan.Pooled.Channels; o++)
        {
            for (int y = 0; y < Plan.Pooled.Height; y++)
            {
                for (int x = 0; x < Plan.Pooled.Width; x++, f++)
                {
                    int first = (((o * Plan.Output.Height) + (y * pool)) * Plan.Output.Width) + (x * pool);
                    int winner = first;
                    for (int row = 0; row < pool; row++)
                    {
                        for (int column = 0; column < pool; column++)
                        {
                            int candidate = first + (row * Plan.Output.Width) + column;
                            if (state.U[candidate] > state.U[winner])
                            {
                                winner = candidate;
                            }
                        }
                    }

                    T up = state.U[winner];
                    bool fires = Surrogates.Spikes(surrogate, up);
                    state.Winner[f] = winner;
                    state.Pooled[f] = up;
                    state.Out[f] = fires ? (byte)1 : (byte)0;
                    state.A[f] = activation switch
                    {
                        ActivationKind.Spike => fires ? T.One : T.Zero,
                        ActivationKind.Sigmoid => Surrogates.Sigmoid(up),
                        _ => Surrogates.Antiderivative(surrogate, up),
                    };
                }
            }
        }
    }

    private T Mask(ReferenceLayerState<T> state, int feature)
    {
        if (!state.IsDropping)
        {
            return T.One;
        }

        int pixels = Plan.Pooled.Height * Plan.Pooled.Width;
        int bit = (feature % pixels * Plan.Pooled.Channels) + (feature / pixels);
        return ((state.Keep[bit >> 6] >> bit) & 1) != 0 ? keepScale : T.Zero;
    }

    /// <summary>delta = unpool((dropmask * G^T dr) H'(Up) + reg1 [Up > -0.01] / N - reg2 sigmoid'(Up) / N).</summary>
    private void LocalError(ReferenceLayerState<T> state, RegulariserTerms<T> regularisers)
    {
        T[] g = this[LayerTensor.ReadoutWeights];
        T margin = -T.CreateTruncating(.01);
        Array.Clear(state.Delta);
        Array.Clear(state.PostDelta);
        for (int f = 0; f < state.Pooled.Length; f++)
        {
            T e = T.Zero;
            for (int k = 0; k < state.ReadoutError.Length; k++)
            {
                e += g[(k * state.Pooled.Length) + f] * state.ReadoutError[k];
            }

            T up = state.Pooled[f];
            T modulator = Mask(state, f) * e;
            if (state.H.Length > 0)
            {
                state.PostDelta[state.Winner[f]] = postGain * modulator * state.H[state.Winner[f]];
            }

            T delta = modulator * Surrogates.Derivative(surrogate, up);
            if (up > margin)
            {
                delta += regularisers.High;
            }

            if (regularisers.Low != T.Zero)
            {
                T s = Surrogates.Sigmoid(up);
                delta -= regularisers.Low * s * (T.One - s);
            }

            state.Delta[state.Winner[f]] = delta;
        }
    }

    /// <summary>dW += delta (x) P, db += delta.</summary>
    private void AccumulateGradient(ReferenceLayerState<T> state)
    {
        T[] dw = this[LayerTensor.WeightGradient];
        T[] db = this[LayerTensor.BiasGradient];
        T[] delta = state.Delta;
        int outputPlane = Plan.Output.Height * Plan.Output.Width;
        int weight = 0;
        for (int o = 0; o < Plan.Output.Channels; o++)
        {
            for (int i = 0; i < outputPlane; i++)
            {
                db[o] += delta[(o * outputPlane) + i];
            }

            for (int i = 0; i < Plan.Input.Channels; i++)
            {
                for (int ky = 0; ky < Plan.KernelRows; ky++)
                {
                    for (int kx = 0; kx < Plan.KernelColumns; kx++)
                    {
                        T sum = T.Zero;
                        foreach ((int neuron, int input, int length) in new KernelRowsAt(Plan, o, i, ky, kx))
                        {
                            for (int x = 0; x < length; x++)
                            {
                                sum += delta[neuron + x] * state.P[input + (x * Plan.Stride)];
                            }
                        }

                        dw[weight++] += sum;
                    }
                }
            }
        }
    }
}
