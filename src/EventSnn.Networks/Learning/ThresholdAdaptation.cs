using EventSnn.Networks.Compute;

using System.Globalization;

namespace EventSnn.Networks.Learning;

/// <summary>
/// Brings every layer to a chosen output rate while the network runs, by moving the threshold of the whole layer (its bias): the
/// filters and what they have learned stay. The step doubles its way to the right size by itself, so that it needs no knowledge of the
/// layer's scale: it grows while the rate stays on one side and shrinks when it crosses.
/// </summary>
/// <remarks>A network keeps the control that was made for it last in its checkpoints, so that a resumed run goes on bit for bit. The regulariser of DECOLLE pulls single potentials and does not reach a rate; the reference runs at 13 to 54 %.</remarks>
public sealed class ThresholdAdaptation
{
    private const double Grow = 1.5;
    private const double Shrink = .5;
    private readonly SpikingNetwork network;
    private readonly double target;
    private readonly int interval;
    private readonly double[] sum;
    private readonly double[] step;
    private readonly int[] side;
    private int observed;

    /// <summary>Creates the control of a network.</summary>
    /// <param name="network">The network; its biases change.</param>
    /// <param name="target">The output rate to reach, in (0, 1).</param>
    /// <param name="interval">Steps between corrections, at least 1.</param>
    /// <param name="firstStep">The first correction, in units of the potential.</param>
    public ThresholdAdaptation(SpikingNetwork network, double target, int interval = 20, double firstStep = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(target, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, 1);
        this.network = network;
        this.target = target;
        this.interval = interval;
        sum = new double[network.Layers.Count];
        side = new int[sum.Length];
        step = new double[sum.Length];
        Array.Fill(step, firstStep);
        network.RateControl = this;
    }

    /// <summary>The output rate to reach, in (0, 1).</summary>
    public double Target => target;

    /// <summary>Where it stands, as text: target, interval, steps observed, then rate sum, step and side of every layer.</summary>
    internal string Position
    {
        get
        {
            IEnumerable<string> layers = sum.Select((s, i) => string.Create(CultureInfo.InvariantCulture, $"{s:R} {step[i]:R} {side[i]}"));
            return string.Join(' ', layers.Prepend(string.Create(CultureInfo.InvariantCulture, $"{target:R} {interval} {observed}")));
        }
    }

    /// <summary>Makes the control that <see cref="Position"/> tells of.</summary>
    /// <param name="network">The network.</param>
    /// <param name="position">The text.</param>
    /// <exception cref="FormatException">It is no such text.</exception>
    internal static void Restore(SpikingNetwork network, string position)
    {
        string[] words = position.Split(' ');
        if (words.Length != 3 + (3 * network.Layers.Count))
        {
            throw new FormatException($"expected {3 + (3 * network.Layers.Count)} numbers of the rate control, found {words.Length}.");
        }

        double[] values = Array.ConvertAll(words, w => double.Parse(w, CultureInfo.InvariantCulture));
        if (!(values[0] is > 0 and < 1) || !(values[1] is >= 1 and <= int.MaxValue))
        {
            throw new FormatException($"expected a target rate in (0, 1) and an interval of at least 1, found {words[0]} and {words[1]}.");
        }

        var control = new ThresholdAdaptation(network, values[0], (int)values[1]) { observed = (int)values[2] };
        for (int i = 0; i < control.sum.Length; i++)
        {
            (control.sum[i], control.step[i], control.side[i]) = (values[3 + (3 * i)], values[4 + (3 * i)], (int)values[5 + (3 * i)]);
        }
    }

    /// <summary>Takes the rates of a step into account; corrects after every interval.</summary>
    /// <param name="state">A stream that has just made a step.</param>
    public void Observe(NetworkState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += state.OutputRate(i);
        }

        if (++observed < interval)
        {
            return;
        }

        for (int i = 0; i < sum.Length; i++)
        {
            Correct(i, sum[i] / observed);
            sum[i] = 0;
        }

        observed = 0;
    }

    private void Correct(int layer, double rate)
    {
        // Within a tenth of the target is there; further pushing would only make noise.
        int now = Math.Abs(rate - target) < .1 * target ? 0 : rate > target ? 1 : -1;
        if (now == 0)
        {
            return;
        }

        step[layer] *= side[layer] == now ? Grow : side[layer] == 0 ? 1 : Shrink;
        side[layer] = now;
        float[] bias = network.Tensor(layer, LayerTensor.Bias);
        for (int i = 0; i < bias.Length; i++)
        {
            bias[i] -= (float)(now * step[layer]);
        }

        network.SetTensor(layer, LayerTensor.Bias, bias);
    }
}
