using System.Numerics;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Reference;

namespace EventSnn.Networks.EndToEnd;

/// <summary>Parameters, their gradient and the optimiser's moments.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class TrainedTensor<T>(int count)
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly T[] moment1 = new T[count];
    private readonly T[] moment2 = new T[count];

    public T[] Values { get; } = new T[count];

    /// <summary>Added to by backward passes; 0 after an update.</summary>
    public T[] Gradient { get; } = new T[count];

    /// <summary>Takes a matrix whose rows and columns are exchanged against ours: there one row per output, here one per input.</summary>
    /// <param name="matrix">[output, input].</param>
    /// <param name="outputs">Outputs.</param>
    public void LoadTransposed(ReadOnlySpan<float> matrix, int outputs)
    {
        int inputs = Values.Length / outputs;
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                Values[(i * outputs) + o] = T.CreateTruncating(matrix[(o * inputs) + i]);
            }
        }
    }

    /// <summary>The values as <see cref="LoadTransposed"/> takes them.</summary>
    /// <param name="outputs">Outputs.</param>
    public float[] SaveTransposed(int outputs)
    {
        int inputs = Values.Length / outputs;
        var matrix = new float[Values.Length];
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                matrix[(o * inputs) + i] = float.CreateTruncating(Values[(i * outputs) + o]);
            }
        }

        return matrix;
    }

    public void Update(in OptimiserStep step)
    {
        PlainOptimiser.Apply<T>(step, Values, Gradient, moment1, moment2);
        Array.Clear(Gradient);
    }
}
