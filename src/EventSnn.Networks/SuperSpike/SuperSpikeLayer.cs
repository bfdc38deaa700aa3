using EventSnn.Events.Random;

namespace EventSnn.Networks.SuperSpike;

/// <summary>One layer of plastic synapses and the neurons behind them.</summary>
internal sealed class SuperSpikeLayer
{
    private readonly SuperSpikeOptions options;
    private readonly double current;
    private readonly double leak;
    private readonly int refractorySteps;
    private readonly double trace;
    private readonly double[] synaptic;
    private readonly double[] potential;
    private readonly int[] resting;
    private readonly double[] activity;
    private readonly double[] activitySum;
    private readonly List<int>[] axons;
    private readonly double[] largest;
    private readonly double[] gradient;
    private int axon;

    public SuperSpikeLayer(SuperSpikeOptions options, int inputs, int neurons, double scale, double mean, RandomStream random)
    {
        this.options = options;
        Inputs = inputs;
        Neurons = neurons;
        current = options.Decay(options.SynapseMilliseconds);
        leak = options.StepMilliseconds / options.MembraneMilliseconds;
        refractorySteps = options.Steps(options.RefractoryMilliseconds);
        trace = options.Decay(options.RegulariserMilliseconds);
        synaptic = new double[neurons];
        potential = new double[neurons];
        Array.Fill(potential, options.Rest);
        resting = new int[neurons];
        activity = new double[neurons];
        activitySum = new double[neurons];
        axons = [.. Enumerable.Range(0, options.Steps(options.DelayMilliseconds)).Select(_ => new List<int>())];
        Weights = new double[neurons * inputs];
        largest = new double[neurons * inputs];
        gradient = new double[inputs];
        Eligibility = new EligibilityTraces(options, inputs, neurons);
        for (int i = 0; i < Weights.Length; i++)
        {
            Weights[i] = mean + (scale / Math.Sqrt(inputs) * random.NextNormal());
        }
    }

    public int Inputs { get; }

    public int Neurons { get; }

    /// <summary>In millivolts, [neuron, input].</summary>
    public double[] Weights { get; }

    public EligibilityTraces Eligibility { get; }

    /// <summary>Neurons that spiked in the last step.</summary>
    public List<int> Spikes { get; } = [];

    public double Potential(int neuron) => potential[neuron];

    /// <summary>One step: spikes travel along axons, charge membranes, and make spikes and surrogates.</summary>
    /// <param name="presynaptic">Inputs that spike in this step; they arrive after the delay.</param>
    public void Step(List<int> presynaptic)
    {
        List<int> arriving = axons[axon];
        for (int i = 0; i < synaptic.Length; i++)
        {
            synaptic[i] = Math.Abs(synaptic[i]) < EligibilityTraces.Nothing ? 0 : synaptic[i] * current;
        }

        foreach (int j in arriving)
        {
            for (int i = 0; i < synaptic.Length; i++)
            {
                synaptic[i] += Weights[(i * Inputs) + j];
            }
        }

        Spikes.Clear();
        for (int i = 0; i < potential.Length; i++)
        {
            double u = options.Rest;
            if (resting[i] > 0)
            {
                resting[i]--;
            }
            else
            {
                u = potential[i] + (leak * (options.Rest - potential[i] + synaptic[i]));
                u = Math.Max(u, options.Floor);
            }

            double d = 1 + (options.Steepness * Math.Abs(u - options.Threshold));
            Eligibility.SetSurrogate(i, 1 / (d * d));
            activity[i] = activity[i] < EligibilityTraces.Nothing ? 0 : activity[i] * trace;
            if (u > options.Threshold)
            {
                Spikes.Add(i);
                activity[i]++;
                u = options.Rest;
                resting[i] = refractorySteps;
            }

            double square = activity[i] * activity[i];
            activitySum[i] += square * square;
            potential[i] = u;
        }

        Eligibility.Arrive(arriving);
        arriving.Clear();
        arriving.AddRange(presynaptic);
        axon = (axon + 1) % axons.Length;
    }

    /// <summary>Changes the weights by what was collected since the last update.</summary>
    /// <param name="steps">Steps since then.</param>
    /// <param name="rate">r0.</param>
    /// <param name="regulariser">rho.</param>
    public void Update(int steps, double rate, double regulariser)
    {
        double gamma = Math.Exp(-options.UpdateMilliseconds / options.RmsMilliseconds);
        for (int i = 0; i < Neurons; i++)
        {
            Span<double> weights = Weights.AsSpan(i * Inputs, Inputs);
            Span<double> collected = Eligibility.Collected(i);
            double pull = regulariser * activitySum[i] / steps;
            for (int j = 0; j < gradient.Length; j++)
            {
                gradient[j] = (collected[j] / steps) - (pull * weights[j]);
            }

            RMaxProp.Update(weights, largest.AsSpan(i * Inputs, Inputs), gradient, rate, gamma, options.WeightLimit);
            collected.Clear();
            activitySum[i] = 0;
        }
    }

    /// <summary>Forgets collected gradients without using them.</summary>
    public void Discard()
    {
        for (int i = 0; i < Neurons; i++)
        {
            Eligibility.Collected(i).Clear();
            activitySum[i] = 0;
        }
    }

    /// <summary>Silences the layer: no currents, no traces, no spikes under way. Weights stay.</summary>
    public void Rest()
    {
        Array.Clear(synaptic);
        Array.Fill(potential, options.Rest);
        Array.Clear(resting);
        Array.Clear(activity);
        foreach (List<int> spikes in axons)
        {
            spikes.Clear();
        }

        Spikes.Clear();
        Eligibility.Clear();
    }
}
