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

    public void Update(in OptimiserStep step)
    {
        PlainOptimiser.Apply<T>(step, Values, Gradient, moment1, moment2);
        Array.Clear(Gradient);
    }
}
