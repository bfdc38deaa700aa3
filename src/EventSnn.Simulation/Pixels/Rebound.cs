using EventSnn.Events.Random;

namespace EventSnn.Simulation.Pixels;

/// <summary>
/// After an event the reset of a real DVS128 pixel overshoots now and then: an event of the other polarity follows within
/// a millisecond, and moves the reference as any event does, so that the pixel soon makes up for it. Seen in real
/// recordings (a third of the ON events, a twelfth of the OFF events, median 0.45 ms); no published model has it.
/// </summary>
internal sealed class Rebound
{
    private const double MedianMicroseconds = 450;
    private const double Spread = 0.5;
    private const double PixelSpread = 0.25;

    /// <summary>No pixel rebounds more often than this, or it would never come to rest.</summary>
    private const double LargestChance = 0.6;

    private readonly PixelOptions options;
    private readonly float[] pixelFactor;
    private readonly ulong seed;
    private readonly List<(double Time, int Pixel, int Polarity)> pending = [];

    public Rebound(int pixels, PixelOptions options, ulong seed, ulong chip)
    {
        this.options = options;
        this.seed = RandomStream.Mix(seed, 0x4EB0);
        RandomStream random = RandomStream.Fork(chip, 6);
        pixelFactor = new float[IsOff ? 0 : pixels];
        for (int i = 0; i < pixelFactor.Length; i++)
        {
            // A log-normal factor with mean 1.
            pixelFactor[i] = (float)Math.Exp((Math.Log(10) * PixelSpread * random.NextNormal()) - (Math.Pow(Math.Log(10) * PixelSpread, 2) / 2));
        }
    }

    public bool IsOff => options.ReboundAfterOn == 0 && options.ReboundAfterOff == 0;

    /// <summary>Decides, from pixel and time alone, whether an event rebounds.</summary>
    public void Consider(double time, int pixel, int polarity)
    {
        double chance = Math.Min(LargestChance, (polarity == 1 ? options.ReboundAfterOn : options.ReboundAfterOff) * pixelFactor[pixel]);
        ulong bits = RandomStream.Mix(seed ^ (ulong)BitConverter.DoubleToInt64Bits(time), (ulong)pixel + 1);
        if ((bits >> 40) * (1.0 / (1 << 24)) < chance)
        {
            // The sum of four bytes is near enough to a normal number.
            double sum = (bits & 0xFF) + ((bits >> 8) & 0xFF) + ((bits >> 16) & 0xFF) + ((bits >> 24) & 0xFF);
            double delay = MedianMicroseconds * Math.Exp(Spread * (sum - 510) / 147.8);
            pending.Add((time + delay, pixel, 1 - polarity));
        }
    }

    /// <summary>Takes the rebounds that are due, in the order in which their events came.</summary>
    public void TakeDue(double to, List<(double Time, int Pixel, int Polarity)> due)
    {
        due.Clear();
        int kept = 0;
        for (int i = 0; i < pending.Count; i++)
        {
            if (pending[i].Time < to)
            {
                due.Add(pending[i]);
            }
            else
            {
                pending[kept++] = pending[i];
            }
        }

        pending.RemoveRange(kept, pending.Count - kept);
    }
}
