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
    private float[] kept = [];   // the sum of dL/dG of steps that wait, and of dL/dc behind it
    private bool hasKept;
    private bool isCurrent;

    /// <summary>Someone else has written the readout: read it again before the next update.</summary>
    public void Invalidate() => isCurrent = false;

    /// <summary>What waits for the next update: dL/dG of every (class, grid cell), then dL/dc; empty where nothing does.</summary>
    public float[] Kept
    {
        get => hasKept ? [.. kept] : [];
        set
        {
            Prepare();
            hasKept = value.Length == kept.Length && kept.Length > 0;
            if (hasKept)
            {
                value.CopyTo(kept, 0);
            }
        }
    }

    /// <summary>The number of values of <see cref="Kept"/> where something waits.</summary>
    public int KeptLength
    {
        get
        {
            Prepare();
            return kept.Length;
        }
    }

    /// <summary>Keeps the gradient of the step that the layer has just judged for the next update.</summary>
    /// <param name="labelled">The streams that learned.</param>
    public void Keep(ReadOnlySpan<LayerState<float>> labelled)
    {
        Prepare();
        if (!hasKept)
        {
            Array.Clear(kept);
            hasKept = true;
        }

        foreach (LayerState<float> state in labelled)
        {
            Measure(state);
            Subtract(kept, kept.AsSpan(bias.Length * area.Length), state.ReadoutError, -1);
        }
    }

    /// <summary>One update from the errors of the step that the layer has just learned from, and of the steps that were kept.</summary>
    /// <param name="labelled">The streams that learned.</param>
    /// <param name="rate">The learning rate, schedule included.</param>
    public void Learn(ReadOnlySpan<LayerState<float>> labelled, float rate)
    {
        Prepare();
        if (!isCurrent)
        {
            Read();
        }

        if (hasKept)
        {
            for (int i = 0; i < shared.Length; i++)
            {
                shared[i] -= rate * kept[i];
            }

            for (int k = 0; k < bias.Length; k++)
            {
                bias[k] -= rate * kept[shared.Length + k];
            }

            hasKept = false;
        }

        foreach (LayerState<float> state in labelled)
        {
            Measure(state);
            Subtract(shared, bias, state.ReadoutError, rate);
        }

        Write();
    }

    /// <summary>m: the mean spike of each cell, spread over the features that share it.</summary>
    private void Measure(LayerState<float> state)
    {
        state.CopyTo(StateTensor.Output, spikes);
        Array.Clear(means);
        for (int f = 0; f < spikes.Length; f++)
        {
            means[cellOf[f]] += spikes[f];
        }

        for (int c = 0; c < area.Length; c++)
        {
            means[c] /= area[c] * area[c];
        }
    }

    private void Subtract(Span<float> rows, Span<float> last, float[] error, float rate)
    {
        int cells = area.Length;
        for (int k = 0; k < error.Length; k++)
        {
            float change = rate * error[k];
            Span<float> row = rows.Slice(k * cells, cells);
            for (int c = 0; c < cells; c++)
            {
                row[c] -= change * means[c];
            }

            last[k] -= change;
        }
    }

    private void Prepare()
    {
        if (area.Length == 0)
        {
            MakeGrid();
            kept = new float[bias.Length * (area.Length + 1)];
        }
    }

    private void Read()
    {
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
