using EventSnn.Networks;
using EventSnn.Networks.Learning;

namespace EventSnn.Cli.Bench;

/// <summary>Steps a network until its traces are full and its layers have found a rate: what precedes a measurement.</summary>
internal static class RateSettling
{
    /// <summary>Steps that a rate needs to settle.</summary>
    public const int Steps = 1500;

    /// <summary>Steps and corrects.</summary>
    /// <param name="network">The network; its biases change where a rate is given.</param>
    /// <param name="rate">The output rate that every layer is brought to, in (0, 1); null to leave the thresholds alone.</param>
    /// <param name="state">The stream that is observed.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="step">Takes one.</param>
    /// <param name="interval">Steps that a correction looks at: long where the input comes and goes.</param>
    /// <returns>The control, which may go on; null without a rate.</returns>
    public static ThresholdAdaptation? Run(SpikingNetwork network, double? rate, NetworkState state, int steps, Action step, int interval = 20)
    {
        ThresholdAdaptation? control = rate is { } target ? new ThresholdAdaptation(network, target, interval) : null;
        for (int t = 0; t < steps; t++)
        {
            step();
            control?.Observe(state);
        }

        return control;
    }
}
