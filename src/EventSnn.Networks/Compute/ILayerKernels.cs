using System.Numerics;

namespace EventSnn.Networks.Compute;

/// <summary>
/// The arithmetic of one layer on one backend, which owns weights, optimiser state and activity in its own layouts. Every method
/// takes the states of a mini-batch; one stream is a batch of one.
/// </summary>
/// <typeparam name="T">float; double in checks of the arithmetic.</typeparam>
public interface ILayerKernels<T> : IDisposable
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>The layer.</summary>
    LayerPlan Plan { get; }

    /// <summary>Creates the state of one stream, all zero.</summary>
    /// <returns>The state.</returns>
    LayerState<T> CreateState();

    /// <summary>Q = beta Q + qg x; P = alpha P + pg Q, x from outside.</summary>
    /// <param name="states">The streams.</param>
    /// <param name="inputs">One step of each stream.</param>
    void Integrate(ReadOnlySpan<LayerState<T>> states, ReadOnlySpan<StepInput> inputs);

    /// <summary>Q = beta Q + qg x; P = alpha P + pg Q, x = s of the layer below.</summary>
    /// <param name="states">The streams.</param>
    /// <param name="below">The same streams in the layer below.</param>
    void Integrate(ReadOnlySpan<LayerState<T>> states, ReadOnlySpan<LayerState<T>> below);

    /// <summary>R = alpharp R - rg S; U = W.P + b + R; S = H(U); Up = maxpool(U); s = H(Up).</summary>
    /// <param name="states">The streams.</param>
    void Fire(ReadOnlySpan<LayerState<T>> states);

    /// <summary>r = G.(dropmask * flatten(a)) + c.</summary>
    /// <param name="states">The streams.</param>
    void Read(ReadOnlySpan<LayerState<T>> states);

    /// <summary>The sums over features that the regularisers need.</summary>
    /// <param name="states">The streams.</param>
    void MeasureRegularisers(ReadOnlySpan<LayerState<T>> states);

    /// <summary>
    /// delta = unpool((dropmask * G^T dr) H'(Up) + regularisers); dW = sum delta (x) P; db = sum delta. Replaces the gradient.
    /// </summary>
    /// <param name="states">The streams that have a label.</param>
    /// <param name="regularisers">The regularisers' part of delta.</param>
    void Backward(ReadOnlySpan<LayerState<T>> states, RegulariserTerms<T> regularisers);

    /// <summary>Keeps the gradient of the last <see cref="Backward"/>: the next <see cref="Update"/> applies it together with its own.</summary>
    /// <exception cref="ModelException">This backend cannot.</exception>
    void Accumulate() => throw new ModelException("This backend cannot accumulate gradients: use another update policy (--update-policy), or the device cpu.");

    /// <summary>Applies the gradient of the last <see cref="Backward"/>, and what <see cref="Accumulate"/> has kept since the last update, to W and b.</summary>
    /// <param name="update">The optimiser's step.</param>
    void Update(in OptimiserStep update);

    /// <summary><see cref="Backward"/>, then <see cref="Update"/>.</summary>
    /// <param name="states">The streams that have a label.</param>
    /// <param name="regularisers">The regularisers' part of delta.</param>
    /// <param name="update">The optimiser's step.</param>
    /// <param name="beside">Whether this may run beside the forward pass of the layer above, which must come next: it reads nothing that learning changes.</param>
    void Learn(ReadOnlySpan<LayerState<T>> states, RegulariserTerms<T> regularisers, in OptimiserStep update, bool beside)
    {
        Backward(states, regularisers);
        Update(update);
    }

    /// <summary>Copies a tensor out, in the canonical layout.</summary>
    /// <param name="tensor">Which.</param>
    /// <param name="destination">As many elements as the plan says.</param>
    void CopyTo(LayerTensor tensor, Span<T> destination);

    /// <summary>Copies a tensor in, from the canonical layout.</summary>
    /// <param name="tensor">Which.</param>
    /// <param name="source">As many elements as the plan says.</param>
    void CopyFrom(LayerTensor tensor, ReadOnlySpan<T> source);
}
