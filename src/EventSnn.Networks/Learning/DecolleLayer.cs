using System.Numerics;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Learning;

/// <summary>
/// One layer of DECOLLE (arXiv 1811.10766): the order of its equations, over the arithmetic of a backend. Nothing crosses layers
/// backwards.
/// </summary>
/// <typeparam name="T">float; double in checks of the arithmetic.</typeparam>
/// <param name="kernels">The arithmetic.</param>
/// <param name="loss">The local loss.</param>
internal sealed class DecolleLayer<T>(ILayerKernels<T> kernels, LossDefinition loss) : IDisposable
    where T : struct, IFloatingPointIeee754<T>
{
    public ILayerKernels<T> Kernels => kernels;

    public LayerPlan Plan => kernels.Plan;

    /// <summary>One step of the lowest layer.</summary>
    public void Forward(ReadOnlySpan<LayerState<T>> states, ReadOnlySpan<StepInput> inputs)
    {
        kernels.Integrate(states, inputs);  // Q = beta Q + qg x; P = alpha P + pg Q
        Forward(states);
    }

    /// <summary>One step of a higher layer.</summary>
    public void Forward(ReadOnlySpan<LayerState<T>> states, ReadOnlySpan<LayerState<T>> below)
    {
        kernels.Integrate(states, below);   // Q = beta Q + qg s'; P = alpha P + pg Q
        Forward(states);
    }

    /// <summary>The local loss of this step and its gradient; nothing is applied.</summary>
    /// <param name="labelled">The states that have a label.</param>
    /// <param name="labels">Their labels.</param>
    /// <param name="batch">All states of the mini-batch, unlabelled ones included.</param>
    public LayerLoss<T> Backward(ReadOnlySpan<LayerState<T>> labelled, ReadOnlySpan<int> labels, int batch)
    {
        T data = Judge(labelled, labels, batch, out _);
        return Propagate(labelled, batch, data);
    }

    /// <summary>The first half of <see cref="Backward"/>: loss and dLoss/dr.</summary>
    /// <param name="labelled">The states that have a label.</param>
    /// <param name="labels">Their labels.</param>
    /// <param name="batch">All states of the mini-batch.</param>
    /// <param name="largest">Receives the largest |dLoss/dr| times the batch size.</param>
    /// <returns>The loss on the data.</returns>
    public T Judge(ReadOnlySpan<LayerState<T>> labelled, ReadOnlySpan<int> labels, int batch, out T largest)
    {
        T data = T.Zero;
        largest = T.Zero;
        for (int b = 0; b < labelled.Length; b++)
        {
            data += LocalLoss.Evaluate(loss, labelled[b].Readout, labels[b], batch, labelled[b].ReadoutError);
            foreach (T error in labelled[b].ReadoutError)
            {
                largest = T.Max(largest, T.Abs(error));
            }
        }

        largest *= T.CreateTruncating(batch);
        return data;
    }

    /// <summary>The second half: the gradient from dLoss/dr.</summary>
    /// <param name="labelled">The states that have a label.</param>
    /// <param name="batch">All states of the mini-batch.</param>
    /// <param name="data">The loss on the data.</param>
    public LayerLoss<T> Propagate(ReadOnlySpan<LayerState<T>> labelled, int batch, T data)
    {
        RegulariserTerms<T> terms = Regularise(labelled, batch, out T high, out T low);
        kernels.Backward(labelled, terms);  // delta = unpool((dropmask * G^T dr) H'(Up) + terms); dW = delta (x) P
        return new(data, high, low);
    }

    /// <summary><see cref="Propagate"/>, and the gradient applied.</summary>
    /// <param name="labelled">The states that have a label.</param>
    /// <param name="batch">All states of the mini-batch.</param>
    /// <param name="data">The loss on the data.</param>
    /// <param name="step">The optimiser's step.</param>
    /// <param name="beside">Whether the layer above runs next, so that its forward pass may run beside this.</param>
    public LayerLoss<T> Learn(ReadOnlySpan<LayerState<T>> labelled, int batch, T data, in OptimiserStep step, bool beside)
    {
        RegulariserTerms<T> terms = Regularise(labelled, batch, out T high, out T low);
        kernels.Learn(labelled, terms, step, beside);
        return new(data, high, low);
    }

    /// <summary>Applies the gradient.</summary>
    public void Update(in OptimiserStep step) => kernels.Update(step);

    /// <inheritdoc/>
    public void Dispose() => kernels.Dispose();

    private void Forward(ReadOnlySpan<LayerState<T>> states)
    {
        kernels.Fire(states);               // R = alpharp R - rg S; U = W.P + b + R; S = H(U); Up = maxpool(U); s = H(Up)
        kernels.Read(states);               // r = G.(dropmask * s) + c
    }

    // L1 = reg1 mean(relu(Up + .01)); L2 = reg2 relu(mean(.1 - sigmoid(Up))), over batch and features.
    private RegulariserTerms<T> Regularise(ReadOnlySpan<LayerState<T>> labelled, int batch, out T high, out T low)
    {
        RegulariserDefinition regulariser = Plan.Definition.Regulariser;
        high = T.Zero;
        low = T.Zero;
        if (!regulariser.IsActive)
        {
            return default;
        }

        kernels.MeasureRegularisers(labelled);
        foreach (LayerState<T> state in labelled)
        {
            high += state.HighSum;
            low += state.LowSum;
        }

        T n = T.CreateTruncating((long)batch * Plan.Pooled.Size);
        T reg1 = T.CreateTruncating(regulariser.High);
        T reg2 = T.CreateTruncating(regulariser.Low);
        bool silent = low > T.Zero;
        high *= reg1 / n;
        low = T.Max(low, T.Zero) * reg2 / n;
        return new(reg1 / n, silent ? reg2 / n : T.Zero);
    }
}
