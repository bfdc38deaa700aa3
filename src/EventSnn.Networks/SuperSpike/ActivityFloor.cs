namespace EventSnn.Networks.SuperSpike;

/// <summary>
/// Keeps hidden neurons from falling silent: a neuron whose rate nu is below the floor gets an error of its own, gain (1 - nu / floor), on top of what outputs
/// send back. So it learns to spike by the same three factors. The floor on mean activity is DECOLLE's (Kaiser et al. 2020); SuperSpike's paper has none, and this
/// form of it is ours.
/// </summary>
internal sealed class ActivityFloor
{
    private readonly double[] rates; // spikes under an exponential window; divided by its length, hertz
    private readonly double keep;
    private readonly double floor;
    private readonly double gain;

    public ActivityFloor(SuperSpikeOptions options)
    {
        keep = options.Decay(options.ActivityFloorMilliseconds);
        floor = options.ActivityFloor * options.ActivityFloorMilliseconds * 1e-3;
        gain = options.ActivityFloorError;
        rates = new double[options.Hidden];
        Array.Fill(rates, floor); // nobody is silent before anything was shown
    }

    /// <summary>One step.</summary>
    /// <param name="spikes">Neurons that spiked in it.</param>
    public void Step(List<int> spikes)
    {
        for (int i = 0; i < rates.Length; i++)
        {
            rates[i] *= keep;
        }

        foreach (int i in spikes)
        {
            rates[i]++;
        }
    }

    /// <summary>The error of a neuron: 0 at the floor and above, the gain where it never spikes.</summary>
    /// <param name="neuron">From 0.</param>
    public double Error(int neuron) => Math.Max(0, 1 - (rates[neuron] / floor)) * gain;
}
