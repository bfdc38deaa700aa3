using System.Numerics;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Compute.Reference;

/// <summary>The optimisers as plain loops.</summary>
internal static class PlainOptimiser
{
    /// <summary>One step.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="step">The step.</param>
    /// <param name="parameters">What changes.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="moment1">The first moment.</param>
    /// <param name="moment2">The second moment, or the largest gradient.</param>
    public static void Apply<T>(in OptimiserStep step, Span<T> parameters, ReadOnlySpan<T> gradient, Span<T> moment1, Span<T> moment2)
        where T : struct, IFloatingPointIeee754<T>
    {
        var rate = T.CreateTruncating(step.Rate);
        var b1 = T.CreateTruncating(step.Beta1);
        var b2 = T.CreateTruncating(step.Beta2);
        var epsilon = T.CreateTruncating(step.Epsilon);
        var correction = T.CreateTruncating(step.SecondCorrection);
        for (int i = 0; i < parameters.Length; i++)
        {
            T g = gradient[i];
            switch (step.Kind)
            {
                case OptimiserKind.Sgd:
                    parameters[i] -= rate * g;
                    break;
                case OptimiserKind.Adamax:
                    moment1[i] = (b1 * moment1[i]) + ((T.One - b1) * g);
                    moment2[i] = T.Max(b2 * moment2[i], T.Abs(g) + epsilon);
                    parameters[i] -= rate * (moment1[i] / moment2[i]);
                    break;
                default:
                    moment1[i] = (b1 * moment1[i]) + ((T.One - b1) * g);
                    moment2[i] = (b2 * moment2[i]) + ((T.One - b2) * g * g);
                    parameters[i] -= rate * (moment1[i] / (T.Sqrt(moment2[i] * correction) + epsilon));
                    break;
            }
        }
    }
}
