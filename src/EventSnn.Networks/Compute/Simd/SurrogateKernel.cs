using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Compute.Simd;

/// <summary><see cref="Surrogates"/> on vectors.</summary>
internal static unsafe class SurrogateKernel<TLane, V>
    where TLane : struct, ILane<V>
    where V : struct
{
    /// <summary>H'(u).</summary>
    public static V Derivative(SurrogateKind kind, V u)
    {
        V one = TLane.Create(1);
        switch (kind)
        {
            case SurrogateKind.Boxcar:
                return TLane.And(Near(u), one);
            case SurrogateKind.FastSigmoid:
                V d = TLane.Add(TLane.Multiply(TLane.Create(10), TLane.Abs(u)), one);
                return TLane.Divide(one, TLane.Multiply(d, d));
            case SurrogateKind.Triangle:
                return TLane.Multiply(TLane.Create(.3f), TLane.Max(TLane.Subtract(one, TLane.Abs(u)), TLane.Zero));
            default:
                V s = Sigmoid(u);
                return TLane.Multiply(s, TLane.Subtract(one, s));
        }
    }

    /// <summary>Where the boxcar is not zero.</summary>
    public static V Near(V u) => TLane.And(TLane.Greater(u, TLane.Create(-.5f)), TLane.GreaterOrEqual(TLane.Create(.5f), u));

    /// <summary>The antiderivative of H'.</summary>
    public static V Antiderivative(SurrogateKind kind, V u)
    {
        V one = TLane.Create(1);
        switch (kind)
        {
            case SurrogateKind.Boxcar:
                V shifted = TLane.Max(TLane.Add(u, TLane.Create(.5f)), TLane.Zero);
                return TLane.Select(TLane.Greater(shifted, one), one, shifted);
            case SurrogateKind.FastSigmoid:
                return TLane.Divide(u, TLane.Add(one, TLane.Multiply(TLane.Create(10), TLane.Abs(u))));
            case SurrogateKind.Triangle:
                V side = TLane.Max(TLane.Subtract(one, TLane.Abs(u)), TLane.Zero);
                V half = TLane.Multiply(TLane.Create(.5f), TLane.Multiply(side, side));
                return TLane.Multiply(TLane.Create(.3f), TLane.Select(TLane.Greater(TLane.Zero, u), half, TLane.Subtract(one, half)));
            default:
                return Sigmoid(u);
        }
    }

    /// <summary>1 / (1 + exp(-u)).</summary>
    public static V Sigmoid(V u)
    {
        V one = TLane.Create(1);
        return TLane.Divide(one, TLane.Add(one, TLane.Exp(TLane.Subtract(TLane.Zero, u))));
    }
}
