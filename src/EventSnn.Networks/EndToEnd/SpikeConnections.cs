using System.Numerics;
using EventSnn.Networks.Compute;

namespace EventSnn.Networks.EndToEnd;

/// <summary>
/// The weights of a layer for rules that send errors through it: W.x by the spikes there are, the outer product of errors and spikes, and
/// W^T.delta. Neurons are in the order [row, column, channel], weights in [input channel, kernel row, kernel column, output channel], so
/// that every inner loop runs over output channels that lie side by side.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="plan">The layer.</param>
internal sealed class SpikeConnections<T>(LayerPlan plan)
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly int channels = plan.Output.Channels;
    private readonly bool[] silent = new bool[plan.Output.Height * plan.Output.Width];

    public LayerPlan Plan => plan;

    public TrainedTensor<T> Weights { get; } = new(plan.WeightCount);

    public TrainedTensor<T> Bias { get; } = new(plan.Output.Channels);

    /// <summary>Multiply-adds of the weight gradient of a step, were nothing zero.</summary>
    public long GradientOperations => (long)plan.Output.Size * plan.FanIn;

    /// <summary>to += W.x.</summary>
    public void Forward(SpikeList<T> x, T[] to)
    {
        for (int i = 0; i < x.Count; i++)
        {
            var fan = new FanOut(plan, x.Inputs[i]);
            while (fan.MoveNext())
            {
                Rows.AddScaled(to.AsSpan(fan.Pixel * channels, channels), Weights.Values.AsSpan(fan.Weight * channels, channels), x.Amounts[i]);
            }
        }
    }

    /// <summary>dW += delta (x) x.</summary>
    public void AddGradient(SpikeList<T> x, T[] delta)
    {
        NoteSilence(delta);
        for (int i = 0; i < x.Count; i++)
        {
            var fan = new FanOut(plan, x.Inputs[i]);
            while (fan.MoveNext())
            {
                if (!silent[fan.Pixel])
                {
                    Rows.AddScaled(Weights.Gradient.AsSpan(fan.Weight * channels, channels), delta.AsSpan(fan.Pixel * channels, channels), x.Amounts[i]);
                }
            }
        }
    }

    /// <summary>db += the sum of delta over pixels.</summary>
    public void AddBiasGradient(T[] delta)
    {
        for (int at = 0; at < delta.Length; at += channels)
        {
            Rows.AddScaled(Bias.Gradient, delta.AsSpan(at, channels), T.One);
        }
    }

    /// <summary>dx = W^T.delta, in the order of inputs.</summary>
    public void PullBack(T[] delta, T[] dx)
    {
        NoteSilence(delta);
        for (int i = 0; i < dx.Length; i++)
        {
            T sum = T.Zero;
            var fan = new FanOut(plan, i);
            while (fan.MoveNext())
            {
                if (!silent[fan.Pixel])
                {
                    sum += Rows.Dot<T>(Weights.Values.AsSpan(fan.Weight * channels, channels), delta.AsSpan(fan.Pixel * channels, channels));
                }
            }

            dx[i] = sum;
        }
    }

    public void Update(in OptimiserStep step)
    {
        Weights.Update(step);
        Bias.Update(step);
    }

    /// <summary>Takes W [out, in, row, column] and b.</summary>
    public void Load(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        Weights.LoadTransposed(weights, channels);
        Bias.LoadTransposed(bias, channels);
    }

    /// <summary>W as [out, in, row, column].</summary>
    public float[] SaveWeights() => Weights.SaveTransposed(channels);

    /// <summary>For each pooled value the neuron that it comes from: the largest, of equal ones the first.</summary>
    public void Pool(T[] u, int[] winner)
    {
        int pool = plan.Pool;
        for (int pixel = 0; pixel < plan.Pooled.Height * plan.Pooled.Width; pixel++)
        {
            int y = pixel / plan.Pooled.Width * pool;
            int x = pixel % plan.Pooled.Width * pool;
            for (int o = 0; o < channels; o++)
            {
                int best = (((y * plan.Output.Width) + x) * channels) + o;
                for (int row = 0; row < pool; row++)
                {
                    for (int column = 0; column < pool; column++)
                    {
                        int n = ((((y + row) * plan.Output.Width) + x + column) * channels) + o;
                        best = u[n] > u[best] ? n : best;
                    }
                }

                winner[(o * plan.Pooled.Height * plan.Pooled.Width) + pixel] = best;
            }
        }
    }

    private void NoteSilence(T[] delta)
    {
        for (int pixel = 0; pixel < silent.Length; pixel++)
        {
            silent[pixel] = !delta.AsSpan(pixel * channels, channels).ContainsAnyExcept(T.Zero);
        }
    }

    /// <summary>The output pixels that see an input, each with the place in the kernel through which it does.</summary>
    private struct FanOut
    {
        private readonly LayerPlan plan;
        private readonly int channel;
        private readonly int y;
        private readonly int x;
        private int position;

        public FanOut(LayerPlan plan, int input)
        {
            this.plan = plan;
            int plane = plan.Input.Height * plan.Input.Width;
            channel = input / plane;
            y = (input % plane / plan.Input.Width) + plan.Padding;
            x = (input % plan.Input.Width) + plan.Padding;

            // A dense layer has one place per input: its own.
            position = plan.IsDense ? (y * plan.KernelColumns) + x - 1 : -1;
        }

        public int Pixel { get; private set; }

        /// <summary>(input channel, kernel row, kernel column) as one number.</summary>
        public readonly int Weight => (channel * plan.KernelRows * plan.KernelColumns) + position;

        public bool MoveNext()
        {
            int last = plan.IsDense ? (y * plan.KernelColumns) + x + 1 : plan.KernelRows * plan.KernelColumns;
            while (++position < last)
            {
                int row = y - (position / plan.KernelColumns);
                int column = x - (position % plan.KernelColumns);
                if (row >= 0 && column >= 0 && row % plan.Stride == 0 && column % plan.Stride == 0
                    && row / plan.Stride < plan.Output.Height && column / plan.Stride < plan.Output.Width)
                {
                    Pixel = (row / plan.Stride * plan.Output.Width) + (column / plan.Stride);
                    return true;
                }
            }

            return false;
        }
    }
}
