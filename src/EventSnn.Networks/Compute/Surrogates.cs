using System.Numerics;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Compute;

/// <summary>The step H at the threshold 0, and what stands for its derivative.</summary>
public static class Surrogates
{
    /// <summary>H(u).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="kind">The surrogate, which says what H(0) is.</param>
    /// <param name="u">The potential.</param>
    /// <returns>Whether the neuron spikes.</returns>
    public static bool Spikes<T>(SurrogateKind kind, T u)
        where T : struct, IFloatingPointIeee754<T>
        => kind == SurrogateKind.Boxcar ? u >= T.Zero : u > T.Zero;

    /// <summary>H'(u).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="kind">The surrogate.</param>
    /// <param name="u">The potential.</param>
    /// <returns>At least 0.</returns>
    public static T Derivative<T>(SurrogateKind kind, T u)
        where T : struct, IFloatingPointIeee754<T>
    {
        switch (kind)
        {
            case SurrogateKind.Boxcar:
                T half = T.CreateTruncating(.5);
                return u > -half && u <= half ? T.One : T.Zero;
            case SurrogateKind.FastSigmoid:
                T d = (T.CreateTruncating(10) * T.Abs(u)) + T.One;
                return T.One / (d * d);
            case SurrogateKind.Triangle:
                return T.CreateTruncating(.3) * T.Max(T.One - T.Abs(u), T.Zero);
            default:
                T s = Sigmoid(u);
                return s * (T.One - s);
        }
    }

    /// <summary>The antiderivative of H', 0 far below the threshold for the boxcar, 0 at it for the fast sigmoid.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="kind">The surrogate.</param>
    /// <param name="u">The potential.</param>
    /// <returns>A smooth stand-in for the spike.</returns>
    public static T Antiderivative<T>(SurrogateKind kind, T u)
        where T : struct, IFloatingPointIeee754<T>
        => kind switch
        {
            SurrogateKind.Boxcar => T.Clamp(u + T.CreateTruncating(.5), T.Zero, T.One),
            SurrogateKind.FastSigmoid => u / (T.One + (T.CreateTruncating(10) * T.Abs(u))),
            SurrogateKind.Triangle => TriangleArea(T.Clamp(u, -T.One, T.One)),
            _ => Sigmoid(u),
        };

    /// <summary>1 / (1 + exp(-u)).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="u">Any number.</param>
    /// <returns>In [0, 1].</returns>
    public static T Sigmoid<T>(T u)
        where T : struct, IFloatingPointIeee754<T>
        => T.One / (T.One + T.Exp(-u));

    // The area under 0.3 (1 - |u|) from -1 to u: 0.3 (u + 1)^2 / 2 below 0, 0.3 (1 - (1 - u)^2 / 2) above.
    private static T TriangleArea<T>(T u)
        where T : struct, IFloatingPointIeee754<T>
    {
        T side = T.One - T.Abs(u);
        T half = side * side / T.CreateTruncating(2);
        return T.CreateTruncating(.3) * (u < T.Zero ? half : T.One - half);
    }
}
