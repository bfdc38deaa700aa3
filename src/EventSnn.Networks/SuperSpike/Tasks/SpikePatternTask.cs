using EventSnn.Events.Random;

namespace EventSnn.Networks.SuperSpike.Tasks;

/// <summary>
/// Learning to answer one frozen input with a given spike train per output (experiments 1, 2 and 4 of the paper). Trials follow each
/// other without a pause and without a reset.
/// </summary>
public sealed class SpikePatternTask
{
    private readonly FrozenInput input;
    private readonly bool[][] targets; // [step][output]
    private readonly double[] impulses;

    /// <summary>Creates the task.</summary>
    /// <param name="options">The network; its input lines get the frozen spikes.</param>
    /// <param name="milliseconds">Length of a trial.</param>
    /// <param name="hertz">Rate of the frozen input.</param>
    /// <param name="targets">(output, time in milliseconds) of every spike that is wanted.</param>
    public SpikePatternTask(SuperSpikeOptions options, double milliseconds, double hertz, IEnumerable<(int Output, double Time)> targets)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(targets);
        Network = new SuperSpikeNetwork(options);
        int steps = options.Steps(milliseconds);
        input = FrozenInput.Draw(options.Inputs, steps, hertz * options.StepMilliseconds * 1e-3, RandomStream.Fork(options.Seed, 77));
        this.targets = new bool[steps][];
        for (int t = 0; t < steps; t++)
        {
            this.targets[t] = new bool[options.Outputs];
        }

        foreach ((int output, double time) in targets)
        {
            this.targets[Math.Min(steps - 1, options.Steps(time))][output] = true;
            Targets.Add((output, time));
        }

        impulses = new double[options.Outputs];
    }

    /// <summary>The network.</summary>
    public SuperSpikeNetwork Network { get; }

    /// <summary>(output, time in milliseconds) of the spikes that are wanted.</summary>
    public List<(int Output, double Time)> Targets { get; } = [];

    /// <summary>(output, time in milliseconds) of the spikes of the last trial.</summary>
    public List<(int Output, double Time)> Spikes { get; } = [];

    /// <summary>(hidden neuron, time in milliseconds) of the spikes of the last trial.</summary>
    public List<(int Neuron, double Time)> HiddenSpikes { get; } = [];

    /// <summary>The van Rossum cost of every trial so far, 1/2 sum e^2 dt in ms, all outputs together.</summary>
    public List<double> Costs { get; } = [];

    /// <summary>The one-neuron task of the paper: 100 inputs of 10 Hz, 500 ms, 5 spikes at equal distances.</summary>
    /// <param name="options">The network.</param>
    /// <param name="hertz">Rate of the inputs.</param>
    /// <returns>The task.</returns>
    public static SpikePatternTask FiveSpikes(SuperSpikeOptions options, double hertz = 10) =>
        new(options, 500, hertz, Enumerable.Range(0, 5).Select(k => (0, 50.0 + (100 * k))));

    /// <summary>Runs trials and learns.</summary>
    /// <param name="trials">How many.</param>
    /// <param name="cancellation">Stops between two trials.</param>
    public void Learn(int trials, CancellationToken cancellation = default)
    {
        for (int n = 0; n < trials; n++)
        {
            cancellation.ThrowIfCancellationRequested();
            Costs.Add(Trial());
        }
    }

    /// <summary>The mean cost of the last trials over that of the first.</summary>
    /// <param name="trials">How many at each end.</param>
    /// <returns>1 where nothing was learned.</returns>
    public double CostRatio(int trials = 5) => Costs.TakeLast(trials).Average() / Math.Max(1e-12, Costs.Take(trials).Average());

    /// <summary>Whether every wanted spike of the last trial came within a tolerance, and no other.</summary>
    /// <param name="tolerance">In milliseconds.</param>
    /// <returns>True where it did.</returns>
    public bool HitsAll(double tolerance = 2) =>
        Spikes.Count == Targets.Count
        && Targets.All(t => Spikes.Count(s => s.Output == t.Output && Math.Abs(s.Time - t.Time) <= tolerance) == 1);

    private double Trial()
    {
        Spikes.Clear();
        HiddenSpikes.Clear();
        SuperSpikeNetwork network = Network;
        double dt = network.Options.StepMilliseconds;
        double cost = 0;
        for (int t = 0; t < input.Steps; t++)
        {
            network.Step(input[t]);
            bool[] wanted = targets[t];
            for (int k = 0; k < impulses.Length; k++)
            {
                impulses[k] = wanted[k] ? 1 : 0;
            }

            foreach (int k in network.OutputSpikes)
            {
                impulses[k]--;
                Spikes.Add((k, t * dt));
            }

            foreach (int i in network.HiddenSpikes)
            {
                HiddenSpikes.Add((i, t * dt));
            }

            network.Learn(impulses);
            for (int k = 0; k < impulses.Length; k++)
            {
                cost += network.Error(k) * network.Error(k);
            }
        }

        return cost * dt / 2;
    }
}
