namespace EventSnn.Ilgpu.Kernels;

/// <summary>Surrogates, activations and losses as numbers, and their arithmetic: kernels know no enums with names and no library of functions.</summary>
public static class SurrogateCode
{
    /// <summary>1 where -0.5 &lt; u &lt;= 0.5.</summary>
    public const int Boxcar = 0;

    /// <summary>1 / (10|u| + 1)^2.</summary>
    public const int FastSigmoid = 1;

    /// <summary>sigmoid'(u).</summary>
    public const int Sigmoid = 2;

    /// <summary>0.3 max(1 - |u|, 0).</summary>
    public const int Triangle = 3;

    /// <summary>The readout sees spikes.</summary>
    public const int ReadSpike = 0;

    /// <summary>The readout sees sigmoid(u).</summary>
    public const int ReadSigmoid = 1;

    /// <summary>The readout sees the antiderivative of the surrogate.</summary>
    public const int ReadAntiderivative = 2;

    /// <summary>H(u): 1 or 0.</summary>
    /// <param name="surrogate">The surrogate, which says what H(0) is.</param>
    /// <param name="u">The potential.</param>
    public static int Spikes(int surrogate, float u) => surrogate == Boxcar ? (u >= 0 ? 1 : 0) : (u > 0 ? 1 : 0);

    /// <summary>H'(u).</summary>
    /// <param name="surrogate">The surrogate.</param>
    /// <param name="u">The potential.</param>
    public static float Derivative(int surrogate, float u)
    {
        if (surrogate == Boxcar)
        {
            return u > -.5f && u <= .5f ? 1f : 0f;
        }

        if (surrogate == FastSigmoid)
        {
            float d = (10f * (u < 0 ? -u : u)) + 1f;
            return 1f / (d * d);
        }

        if (surrogate == Triangle)
        {
            float side = 1f - (u < 0 ? -u : u);
            return side > 0f ? .3f * side : 0f;
        }

        float s = Logistic(u);
        return s * (1f - s);
    }

    /// <summary>What the readout sees of a pooled potential.</summary>
    /// <param name="activation">Spike, sigmoid or antiderivative.</param>
    /// <param name="surrogate">The surrogate.</param>
    /// <param name="u">The pooled potential.</param>
    public static float Activation(int activation, int surrogate, float u)
    {
        if (activation == ReadSpike)
        {
            return Spikes(surrogate, u);
        }

        if (activation == ReadSigmoid || surrogate == Sigmoid)
        {
            return Logistic(u);
        }

        if (surrogate == Boxcar)
        {
            float v = u + .5f;
            return v < 0f ? 0f : v > 1f ? 1f : v;
        }

        if (surrogate == Triangle)
        {
            float side = 1f - (u < 0 ? -u : u);
            float half = side > 0f ? .5f * side * side : 0f;
            return .3f * (u < 0 ? half : 1f - half);
        }

        return u / (1f + (10f * (u < 0 ? -u : u)));
    }

    /// <summary>1 / (1 + exp(-u)).</summary>
    /// <param name="u">Any number.</param>
    public static float Logistic(float u) => 1f / (1f + Exp(-u));

    /// <summary>
    /// exp(x) to about 1 unit in the last place, the same on every device: 2^n times a polynomial of the rest (Cody and Waite 1980).
    /// ILGPU's own is in a further package and differs from device to device.
    /// </summary>
    /// <param name="x">Any number; beyond +-87 the result is 0 or very large.</param>
    public static float Exp(float x)
    {
        if (x < -87f)
        {
            return 0f;
        }

        if (x > 88f)
        {
            x = 88f;
        }

        float scaled = (x * 1.44269504f) + (x < 0 ? -.5f : .5f);
        int n = (int)scaled;
        float r = x - (n * .693359375f) - (n * -2.12194440e-4f);
        float p = 1.9875691500e-4f;
        p = (p * r) + 1.3981999507e-3f;
        p = (p * r) + 8.3334519073e-3f;
        p = (p * r) + 4.1665795894e-2f;
        p = (p * r) + 1.6666665459e-1f;
        p = (p * r) + 5.0000001201e-1f;
        float y = (p * r * r) + r + 1f;

        // Two factors, so that neither leaves the range of float.
        return y * BitConverter.Int32BitsToSingle(((n / 2) + 127) << 23) * BitConverter.Int32BitsToSingle((n - (n / 2) + 127) << 23);
    }

    /// <summary>log(x) for x above 0, to about 1e-7 (Cephes).</summary>
    /// <param name="x">Above 0.</param>
    public static float Log(float x)
    {
        int bits = BitConverter.SingleToInt32Bits(x);
        int exponent = (bits >> 23) - 126;
        float m = BitConverter.Int32BitsToSingle((bits & 0x007FFFFF) | (126 << 23));
        if (m < .707106781f)
        {
            exponent--;
            m = m + m - 1f;
        }
        else
        {
            m -= 1f;
        }

        float z = m * m;
        float y = 7.0376836292e-2f;
        y = (y * m) - 1.1514610310e-1f;
        y = (y * m) + 1.1676998740e-1f;
        y = (y * m) - 1.2420140846e-1f;
        y = (y * m) + 1.4249322787e-1f;
        y = (y * m) - 1.6668057665e-1f;
        y = (y * m) + 2.0000714765e-1f;
        y = (y * m) - 2.4999993993e-1f;
        y = (y * m) + 3.3333331174e-1f;
        y = y * m * z;
        y += -2.12194440e-4f * exponent;
        y += -.5f * z;
        return m + y + (.693359375f * exponent);
    }
}
