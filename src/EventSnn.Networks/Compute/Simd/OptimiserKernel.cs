using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>The optimisers, element by element.</summary>
internal static unsafe class OptimiserKernel<TLane, V>
    where TLane : struct, ILane<V>
    where V : struct
{
    /// <summary>Turns a gradient into the step to subtract.</summary>
    /// <param name="update">The optimiser's step.</param>
    /// <param name="gradient">The gradient; receives the step.</param>
    /// <param name="moment1">The first moment; null where beta1 is 0 and it is the gradient itself.</param>
    /// <param name="moment2">The second moment.</param>
    /// <param name="missed">Updates before this one in which the gradient was zero and <paramref name="moment2"/> was left alone.</param>
    /// <param name="length">Number of weights, a multiple of the width.</param>
    public static void Step(in OptimiserStep update, float* gradient, float* moment1, float* moment2, long missed, int length)
    {
        V rate = TLane.Create((float)update.Rate);
        if (update.Kind == OptimiserKind.Sgd)
        {
            for (int i = 0; i < length; i += TLane.Width)
            {
                TLane.Store(gradient + i, TLane.Multiply(rate, TLane.Load(gradient + i)));
            }

            return;
        }

        if (missed > 0)
        {
            Decay(update, moment2, missed, length);
        }

        if (moment1 is not null)
        {
            V b1 = TLane.Create(update.Beta1);
            V c1 = TLane.Create(1 - update.Beta1);
            for (int i = 0; i < length; i += TLane.Width)
            {
                TLane.Store(moment1 + i, TLane.Add(TLane.Multiply(b1, TLane.Load(moment1 + i)), TLane.Multiply(c1, TLane.Load(gradient + i))));
            }
        }

        if (update.Kind == OptimiserKind.Adamax)
        {
            Adamax(update, gradient, moment1 is null ? gradient : moment1, moment2, length);
        }
        else
        {
            Adam(update, gradient, moment1 is null ? gradient : moment1, moment2, length);
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
        int w = TLane.Width;
        int i = 0;

        // Four at a time: each waits for its own last product, not for the others'.
        for (; i + (4 * w) <= length; i += 4 * w)
        {
            float* to = moment2 + i;
            V a = TLane.Load(to), b = TLane.Load(to + w), c = TLane.Load(to + (2 * w)), d = TLane.Load(to + (3 * w));
            for (long n = 0; n < missed; n++)
            {
                V a1 = TLane.Max(TLane.Multiply(b2, a), floor);
                V b1 = TLane.Max(TLane.Multiply(b2, b), floor);
                V c1 = TLane.Max(TLane.Multiply(b2, c), floor);
                V d1 = TLane.Max(TLane.Multiply(b2, d), floor);
                bool settled = (n & 15) == 15 && !Differ(a, a1) && !Differ(b, b1) && !Differ(c, c1) && !Differ(d, d1);
                a = a1;
                b = b1;
                c = c1;
                d = d1;
                if (settled)
                {
                    break;
                }
            }

            TLane.Store(to, a);
            TLane.Store(to + w, b);
            TLane.Store(to + (2 * w), c);
            TLane.Store(to + (3 * w), d);
        }

        for (; i < length; i += w)
        {
            V v = TLane.Load(moment2 + i);
            for (long n = 0; n < missed; n++)
            {
                V next = TLane.Max(TLane.Multiply(b2, v), floor);
                bool settled = !Differ(v, next);
                v = next;
                if (settled)
                {
                    break;
                }
            }

            TLane.Store(moment2 + i, v);
        }
    }

    private static bool Differ(V a, V b) => (TLane.Bits(TLane.Greater(a, b)) | TLane.Bits(TLane.Greater(b, a))) != 0;

    // v = max(b2 v, |g| + eps); step = rate (m / v). Not (rate m) / v: what has been silent for seconds has gradients of 1e-28, and times a rate
    // of 1e-9 those are denormal numbers, which took three quarters of this loop's time.
    private static void Adamax(in OptimiserStep update, float* gradient, float* moment, float* moment2, int length)
    {
        V rate = TLane.Create((float)update.Rate);
        V b2 = TLane.Create(update.Beta2);
        V epsilon = TLane.Create(update.Epsilon);
        for (int i = 0; i < length; i += TLane.Width)
        {
            V v = TLane.Max(TLane.Multiply(b2, TLane.Load(moment2 + i)), TLane.Add(TLane.Abs(TLane.Load(gradient + i)), epsilon));
            TLane.Store(moment2 + i, v);
            TLane.Store(gradient + i, TLane.Multiply(rate, TLane.Divide(TLane.Load(moment + i), v)));
        }
    }

    // v = b2 v + (1 - b2) g^2; step = rate (m / (sqrt(v / (1 - b2^k)) + eps)).
    private static void Adam(in OptimiserStep update, float* gradient, float* moment, float* moment2, int length)
    {
        V rate = TLane.Create((float)update.Rate);
        V b2 = TLane.Create(update.Beta2);
        V c2 = TLane.Create(1 - update.Beta2);
        V epsilon = TLane.Create(update.Epsilon);
        V correction = TLane.Create((float)update.SecondCorrection);
        for (int i = 0; i < length; i += TLane.Width)
        {
            V g = TLane.Load(gradient + i);
            V v = TLane.Add(TLane.Multiply(b2, TLane.Load(moment2 + i)), TLane.Multiply(TLane.Multiply(c2, g), g));
            TLane.Store(moment2 + i, v);
            TLane.Store(
                gradient + i,
                TLane.Multiply(rate, TLane.Divide(TLane.Load(moment + i), TLane.Add(TLane.Sqrt(TLane.Multiply(v, correction)), epsilon))));
        }
    }
}
