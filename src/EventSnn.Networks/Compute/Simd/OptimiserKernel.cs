using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>The optimisers, element by element.</summary>
internal static unsafe class OptimiserKernel<TLane, V>
    where TLane : struct, ILane<V>
    where V : struct
{
    /// <summary>Applies a gradient.</summary>
    /// <param name="update">The optimiser's step.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="gradient">Their gradient.</param>
    /// <param name="moment1">The first moment; null where beta1 is 0 and it is the gradient itself.</param>
    /// <param name="moment2">The second moment.</param>
    /// <param name="missed">Updates before this one in which the gradient was zero and <paramref name="moment2"/> was left alone.</param>
    /// <param name="length">Number of weights, a multiple of 16.</param>
    public static void Apply(in OptimiserStep update, float* weights, float* gradient, float* moment1, float* moment2, long missed, int length)
    {
        V rate = TLane.Create((float)update.Rate);
        V b1 = TLane.Create(update.Beta1);
        V c1 = TLane.Create(1 - update.Beta1);
        V b2 = TLane.Create(update.Beta2);
        V c2 = TLane.Create(1 - update.Beta2);
        V epsilon = TLane.Create(update.Epsilon);
        V correction = TLane.Create((float)update.SecondCorrection);
        if (update.Kind == OptimiserKind.Sgd)
        {
            for (int i = 0; i < length; i += TLane.Width)
            {
                TLane.Store(weights + i, TLane.Subtract(TLane.Load(weights + i), TLane.Multiply(rate, TLane.Load(gradient + i))));
            }

            return;
        }

        if (missed > 0)
        {
            Decay(update, moment2, missed, length);
        }

        bool adamax = update.Kind == OptimiserKind.Adamax;
        for (int i = 0; i < length; i += TLane.Width)
        {
            V g = TLane.Load(gradient + i);
            V v = TLane.Multiply(b2, TLane.Load(moment2 + i));
            V m = g;
            if (moment1 is not null)
            {
                m = TLane.Add(TLane.Multiply(b1, TLane.Load(moment1 + i)), TLane.Multiply(c1, g));
                TLane.Store(moment1 + i, m);
            }

            V step;
            if (adamax)
            {
                v = TLane.Max(v, TLane.Add(TLane.Abs(g), epsilon));
                step = TLane.Divide(TLane.Multiply(rate, m), v);
            }
            else
            {
                v = TLane.Add(v, TLane.Multiply(TLane.Multiply(c2, g), g));
                step = TLane.Divide(TLane.Multiply(rate, m), TLane.Add(TLane.Sqrt(TLane.Multiply(v, correction)), epsilon));
            }

            TLane.Store(moment2 + i, v);
            TLane.Store(weights + i, TLane.Subtract(TLane.Load(weights + i), step));
        }
    }

    /// <summary>
    /// What updates without a gradient do to the second moment: v = max(b2 v, eps) for Adamax, v = b2 v for Adam, once per update,
    /// so that the result is bit for bit that of not having waited.
    /// </summary>
    public static void Decay(in OptimiserStep update, float* moment2, long missed, int length)
    {
        V b2 = TLane.Create(update.Beta2);
        V floor = update.Kind == OptimiserKind.Adamax ? TLane.Create(update.Epsilon) : TLane.Zero;
        for (int i = 0; i < length; i += TLane.Width)
        {
            V v = TLane.Load(moment2 + i);
            for (long n = 0; n < missed; n++)
            {
                V next = TLane.Max(TLane.Multiply(b2, v), floor);
                bool settled = TLane.Bits(TLane.Greater(v, next)) == 0 && TLane.Bits(TLane.Greater(next, v)) == 0;
                v = next;
                if (settled)
                {
                    break;
                }
            }

            TLane.Store(moment2 + i, v);
        }
    }
}
