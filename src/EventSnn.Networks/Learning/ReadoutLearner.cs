using EventSnn.Networks.Compute;
using EventSnn.Networks.Initialisation;

namespace EventSnn.Networks.Learning;

/// <summary>
/// Learns a layer's own readout by gradient descent: G -= lr dL/dr (x) m, c -= lr dL/dr, m the mean spike of each (channel, grid
/// cell). Local and online like the layer itself, without memory of the past. It sits above the compute seam: what it reads and
/// writes is small against the layer.
/// </summary>
/// <param name="kernels">The layer's arithmetic.</param>
internal sealed class ReadoutLearner(ILayerKernels<float> kernels)
{
    private readonly LayerPlan plan = kernels.Plan;
    private readonly float[] weights = new float[kernels.Plan.Count(LayerTensor.ReadoutWeights)];
    private readonly float[] bias = new float[kernels.Plan.Classes];
    private readonly float[] spikes = new float[kernels.Plan.Pooled.Size];
    private int[] cellOf = [];
    private float[] area = [];
    private float[] means = [];
    private float[] shared = []; // one weight of G per (class, cell)
    private bool isCurrent;

    /// <summary>Someone else has written the readout: read it again before the next update.</summary>
    public void Invalidate() => isCurrent = false;

    /// <summary>One update from the errors of the step that the layer has just learned from.</summary>
    /// <param name="labelled">The streams that learned.</param>
    /// <param name="rate">The learning rate, schedule included.</param>
    public void Learn(ReadOnlySpan<LayerState<float>> labelled, float rate)
    {
        if (!isCurrent)
        {
            Read();
        }

        int cells = area.Length;
        foreach (LayerState<float> state in labelled)
        {
            state.CopyTo(StateTensor.Output, spikes);
            Array.Clear(means);
            for (int f = 0; f < spikes.Length; f++)
            {
                means[cellOf[f]] += spikes[f];
            }

            for (int c = 0; c < cells; c++)
            {
                means[c] /= area[c] * area[c]; // the mean, spread over the features that share it
            }

            for (int k = 0; k < bias.Length; k++)
            {
                float change = rate * state.ReadoutError[k];
                Span<float> row = shared.AsSpan(k * cells, cells);
                for (int c = 0; c < cells; c++)
                {
                    row[c] -= change * means[c];
                }

                bias[k] -= change;
            }
        }

        Write();
    }

    private void Read()
    {
        if (area.Length == 0)
        {
            MakeGrid();
        }

        int cells = area.Length;
        kernels.CopyTo(LayerTensor.ReadoutWeights, weights);
        kernels.CopyTo(LayerTensor.ReadoutBias, bias);
        for (int k = 0; k < bias.Length; k++)
        {
            for (int f = 0; f < cellOf.Length; f++)
            {
                shared[(k * cells) + cellOf[f]] = weights[(k * cellOf.Length) + f];
            }
        }

        isCurrent = true;
    }

    private void Write()
    {
        int cells = area.Length;
        for (int k = 0; k < bias.Length; k++)
        {
            for (int f = 0; f < cellOf.Length; f++)
            {
                weights[(k * cellOf.Length) + f] = shared[(k * cells) + cellOf[f]];
            }
        }

        kernels.CopyFrom(LayerTensor.ReadoutWeights, weights);
        kernels.CopyFrom(LayerTensor.ReadoutBias, bias);
    }

    private void MakeGrid()
    {
        var grid = new ReadoutGrid(plan);
        cellOf = new int[plan.Pooled.Size];
        area = new float[grid.Count];
        for (int f = 0; f < cellOf.Length; f++)
        {
            cellOf[f] = grid.CellOf(f);
            area[cellOf[f]]++;
        }

        means = new float[area.Length];
        shared = new float[plan.Classes * area.Length];
    }
}
