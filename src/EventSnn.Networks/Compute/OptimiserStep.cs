using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Compute;

/// <summary>One step of the optimiser, ready to apply.</summary>
/// <param name="Kind">Which optimiser.</param>
/// <param name="Rate">lr / (1 - b1^k), for SGD lr.</param>
/// <param name="Beta1">Decay of the first moment.</param>
/// <param name="Beta2">Decay of the second moment.</param>
/// <param name="Epsilon">Floor.</param>
/// <param name="SecondCorrection">Adam: 1 / (1 - b2^k).</param>
public readonly record struct OptimiserStep(
    OptimiserKind Kind, double Rate, float Beta1, float Beta2, float Epsilon, double SecondCorrection)
{
    /// <summary>Makes the step with a number.</summary>
    /// <param name="optimiser">The optimiser.</param>
    /// <param name="number">k, from 1.</param>
    /// <param name="rateFactor">A factor on the learning rate, from a schedule.</param>
    /// <returns>The step.</returns>
    public static OptimiserStep At(OptimiserDefinition optimiser, long number, double rateFactor = 1)
    {
        ArgumentNullException.ThrowIfNull(optimiser);
        double rate = optimiser.LearningRate * rateFactor;
        if (optimiser.Kind != OptimiserKind.Sgd)
        {
            rate /= 1 - Math.Pow(optimiser.Beta1, number);
        }

        return new(optimiser.Kind, rate, optimiser.Beta1, optimiser.Beta2, optimiser.Epsilon, 1 / (1 - Math.Pow(optimiser.Beta2, number)));
    }
}
