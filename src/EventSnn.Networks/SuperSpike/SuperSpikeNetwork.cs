using System.Runtime.InteropServices;
using EventSnn.Events.Random;

namespace EventSnn.Networks.SuperSpike;

/// <summary>
/// SuperSpike (Zenke and Ganguli 2018, arXiv 1705.11146): an online three-factor rule that trains spiking neurons, through at most one
/// hidden layer, to spike at given times. dw_ij = r sum_t e_i(t) lam_ij(t), lam = alpha * [s'(U_i) (eps * S_j)], e = alpha * (target - S).
/// </summary>
/// <remarks>
/// A step is <see cref="Step"/>, then <see cref="Learn"/> or <see cref="LearnNothing"/>. Memory does not depend on the length of a
/// stream: per synapse the weight, three eligibility numbers and RMaxProp's one. Not safe for concurrent use.
/// </remarks>
public sealed class SuperSpikeNetwork
{
    private readonly SuperSpikeLayer? hidden;
    private readonly SuperSpikeLayer output;
    private readonly DoubleExponential kernel;
    private readonly double[] feedback;
    private readonly ActivityFloor? floor;
    private readonly double[] errorRise;
    private readonly double[] errors;
    private readonly List<int> inputSpikes = [];
    private int sinceUpdate;

    /// <summary>Creates a network with fresh weights.</summary>
    /// <param name="options">Sizes and constants.</param>
    /// <exception cref="ModelException">The options are not possible.</exception>
    public SuperSpikeNetwork(SuperSpikeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
        kernel = new DoubleExponential(options);
        if (options.Hidden > 0)
        {
            double scale = options.HiddenWeightScale ?? options.WeightScale;
            hidden = new SuperSpikeLayer(options, options.Inputs, options.Hidden, scale, options.HiddenWeightMean, RandomStream.Fork(options.Seed, 0));
        }

        int fanIn = options.Hidden > 0 ? options.Hidden : options.Inputs;
        output = new SuperSpikeLayer(options, fanIn, options.Outputs, options.WeightScale, 0, RandomStream.Fork(options.Seed, 1));
        feedback = new double[options.Outputs * options.Hidden];
        RandomStream random = RandomStream.Fork(options.Seed, 2);
        for (int i = 0; i < feedback.Length; i++)
        {
            feedback[i] = options.Feedback == FeedbackKind.Random ? random.NextNormal() : 1;
        }

        floor = options.ActivityFloor > 0 && options.Hidden > 0 ? new ActivityFloor(options) : null;
        errorRise = new double[options.Outputs];
        errors = new double[options.Outputs];
        LearningRate = options.LearningRate;
        HiddenLearns = options.HiddenLearns;
    }

    /// <summary>Sizes and constants.</summary>
    public SuperSpikeOptions Options { get; }

    /// <summary>r0 in millivolts; may be changed while learning.</summary>
    public double LearningRate { get; set; }

    /// <summary>Whether hidden weights learn; may be changed while learning.</summary>
    public bool HiddenLearns { get; set; }

    /// <summary>Output neurons that spiked in the last step, ascending.</summary>
    public ReadOnlySpan<int> OutputSpikes => CollectionsMarshal.AsSpan(output.Spikes);

    /// <summary>Hidden neurons that spiked in the last step, ascending; empty without a hidden layer.</summary>
    public ReadOnlySpan<int> HiddenSpikes => hidden is null ? [] : CollectionsMarshal.AsSpan(hidden.Spikes);

    /// <summary>Weight updates so far.</summary>
    public long UpdateCount { get; private set; }

    /// <summary>Plastic synapses.</summary>
    public int SynapseCount => output.Weights.Length + (hidden is null ? 0 : hidden.Weights.Length);

    /// <summary>Numbers kept per synapse: weight, eligibility (2), gradient, RMaxProp.</summary>
    public static int StatePerSynapse => EligibilityTraces.StatePerSynapse + 2;

    /// <summary>The filtered error e of an output, alpha * (target - S), after the last <see cref="Learn"/>.</summary>
    /// <param name="neuron">From 0.</param>
    /// <returns>Any number; its square integrates to twice the van Rossum distance.</returns>
    public double Error(int neuron) => errors[neuron];

    /// <summary>The weights of the outputs in millivolts, [output, input]; may be written.</summary>
    public Span<double> OutputWeights => output.Weights;

    /// <summary>The weights of the hidden neurons in millivolts, [neuron, input]; may be written. Empty without a hidden layer.</summary>
    public Span<double> HiddenWeights => hidden is null ? [] : hidden.Weights;

    /// <summary>The fixed feedback, [output, hidden neuron]: drawn from N(0, 1) or all 1; <see cref="FeedbackKind.Symmetric"/> does not use it. Empty without a hidden layer.</summary>
    public ReadOnlySpan<double> Feedback => feedback;

    /// <summary>The potential of an output in millivolts.</summary>
    /// <param name="neuron">From 0.</param>
    /// <returns>From the floor to the threshold.</returns>
    public double Potential(int neuron) => output.Potential(neuron);

    /// <summary>One step of the neurons. Follow with <see cref="Learn"/> or <see cref="LearnNothing"/>.</summary>
    /// <param name="inputs">Inputs that spike in this step.</param>
    public void Step(ReadOnlySpan<int> inputs)
    {
        inputSpikes.Clear();
        foreach (int j in inputs)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)j, (uint)Options.Inputs, nameof(inputs));
            inputSpikes.Add(j);
        }

        if (hidden is null)
        {
            output.Step(inputSpikes);
        }
        else
        {
            hidden.Step(inputSpikes);
            floor?.Step(hidden.Spikes);
            output.Step(hidden.Spikes);
        }
    }

    /// <summary>Ends the step with an error per output: +1 for a spike that is missing now, -1 for one too many, 0 for none.</summary>
    /// <param name="impulses">One per output; target minus spike where the target is a spike train.</param>
    public void Learn(ReadOnlySpan<double> impulses)
    {
        if (impulses.Length != errors.Length)
        {
            throw new ArgumentException($"Expected an error per output ({errors.Length}), found {impulses.Length}.", nameof(impulses));
        }

        for (int k = 0; k < errors.Length; k++)
        {
            kernel.Step(ref errorRise[k], ref errors[k], impulses[k]);
            if (Math.Abs(errors[k]) + Math.Abs(errorRise[k]) < EligibilityTraces.Nothing)
            {
                errors[k] = errorRise[k] = 0;
            }

            output.Eligibility.SetError(k, errors[k]);
        }

        SpreadErrors(learn: true);
        EndStep(learn: true);
    }

    /// <summary>Ends the step without an error and without weight updates; gradients that were collected are dropped at the next update time.</summary>
    public void LearnNothing()
    {
        Array.Clear(errors);
        Array.Clear(errorRise);
        for (int k = 0; k < errors.Length; k++)
        {
            output.Eligibility.SetError(k, 0);
        }

        SpreadErrors(learn: false);
        EndStep(learn: false);
    }

    /// <summary>Silences the network: no currents, traces, errors or spikes under way. Weights and collected gradients stay.</summary>
    public void Rest()
    {
        hidden?.Rest();
        output.Rest();
        Array.Clear(errors);
        Array.Clear(errorRise);
        sinceUpdate -= sinceUpdate % Options.BlockSteps;
    }

    internal SuperSpikeLayer OutputLayer => output;

    private void SpreadErrors(bool learn)
    {
        if (hidden is null)
        {
            return;
        }

        bool symmetric = Options.Feedback == FeedbackKind.Symmetric;
        ReadOnlySpan<double> matrix = symmetric ? output.Weights : feedback;
        for (int i = 0; i < hidden.Neurons; i++)
        {
            double sum = learn ? floor?.Error(i) ?? 0 : 0;
            for (int k = 0; k < errors.Length; k++)
            {
                sum += matrix[(k * hidden.Neurons) + i] * errors[k];
            }

            hidden.Eligibility.SetError(i, sum);
        }
    }

    private void EndStep(bool learn)
    {
        hidden?.Eligibility.EndStep();
        output.Eligibility.EndStep();
        if (++sinceUpdate < Options.UpdateSteps)
        {
            return;
        }

        sinceUpdate = 0;
        if (!learn)
        {
            hidden?.Discard();
            output.Discard();
            return;
        }

        UpdateCount++;
        output.Update(Options.UpdateSteps, LearningRate, 0);
        if (HiddenLearns)
        {
            hidden?.Update(Options.UpdateSteps, LearningRate * Options.HiddenRateFactor, Options.Regulariser);
        }
        else
        {
            hidden?.Discard();
        }
    }
}
