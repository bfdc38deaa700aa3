namespace EventSnn.Networks.SuperSpike;

/// <summary>Sizes and constants of a SuperSpike network (Zenke and Ganguli 2018, arXiv 1705.11146). Defaults are the paper's.</summary>
public sealed record SuperSpikeOptions
{
    /// <summary>Input lines, at least 1.</summary>
    public required int Inputs { get; init; }

    /// <summary>Hidden neurons; 0 for none.</summary>
    public int Hidden { get; init; }

    /// <summary>Output neurons, at least 1.</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>How errors reach the hidden neurons.</summary>
    public FeedbackKind Feedback { get; init; }

    /// <summary>Equal seeds give equal weights and feedback.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Length of a step in milliseconds, above 0.</summary>
    public double StepMilliseconds { get; init; } = .1;

    /// <summary>Resting and reset potential in millivolts.</summary>
    public double Rest { get; init; } = -60;

    /// <summary>Threshold in millivolts.</summary>
    public double Threshold { get; init; } = -50;

    /// <summary>Lowest potential in millivolts (from the authors' program, not in the paper).</summary>
    public double Floor { get; init; } = -80;

    /// <summary>Membrane time constant in milliseconds.</summary>
    public double MembraneMilliseconds { get; init; } = 10;

    /// <summary>Synaptic time constant in milliseconds.</summary>
    public double SynapseMilliseconds { get; init; } = 5;

    /// <summary>Refractory time in milliseconds.</summary>
    public double RefractoryMilliseconds { get; init; } = 5;

    /// <summary>Axonal delay in milliseconds.</summary>
    public double DelayMilliseconds { get; init; } = .8;

    /// <summary>Rise of the kernels eps and alpha in milliseconds.</summary>
    public double RiseMilliseconds { get; init; } = 5;

    /// <summary>Decay of the kernels eps and alpha in milliseconds.</summary>
    public double DecayMilliseconds { get; init; } = 10;

    /// <summary>beta of the surrogate 1 / (1 + beta |U - threshold|)^2, per millivolt; 0 makes it 1 everywhere.</summary>
    public double Steepness { get; init; } = 1;

    /// <summary>Weights stay within plus and minus this, in millivolts.</summary>
    public double WeightLimit { get; init; } = 100;

    /// <summary>Initial weights are normal with this deviation divided by the root of the number of inputs, in millivolts.</summary>
    public double WeightScale { get; init; } = 50;

    /// <summary>The same for hidden neurons; null for <see cref="WeightScale"/>. Larger where hidden neurons must fire from the start.</summary>
    public double? HiddenWeightScale { get; init; }

    /// <summary>Mean of the hidden neurons' initial weights in millivolts; above 0 where they must fire from the start.</summary>
    public double HiddenWeightMean { get; init; }

    /// <summary>r0 of RMaxProp in millivolts.</summary>
    public double LearningRate { get; init; } = 1;

    /// <summary>A factor on r0 for hidden weights; 1 in the paper. Below 1 where hidden weights are smaller than the outputs', so that a step is as large a part of them.</summary>
    public double HiddenRateFactor { get; init; } = 1;

    /// <summary>Time between weight updates in milliseconds.</summary>
    public double UpdateMilliseconds { get; init; } = 500;

    /// <summary>Time constant of RMaxProp's largest squared gradient in milliseconds.</summary>
    public double RmsMilliseconds { get; init; } = 30_000;

    /// <summary>
    /// rho of the heterosynaptic regulariser -rho w z^4 of hidden neurons; 0 for none. With random feedback 1e-6 is the paper's rho of 1: there weights are
    /// volts and gradients a thousand times larger (the surrogate of the authors' program carries another beta, 1000 per volt).
    /// </summary>
    public double Regulariser { get; init; }

    /// <summary>Time constant of z in milliseconds.</summary>
    public double RegulariserMilliseconds { get; init; } = 100;

    /// <summary>
    /// Rate in hertz below which a hidden neuron gets an error of its own that makes it spike again; 0 for no floor. Random feedback needs one: a neuron
    /// whose feedback is mostly negative is silenced by missing spikes, and silent neurons learn nothing. Not in the paper; the floor is DECOLLE's.
    /// </summary>
    public double ActivityFloor { get; init; }

    /// <summary>That error where the neuron never spikes; it falls linearly to 0 at the floor. For scale: a missing spike's error peaks at about .25.</summary>
    public double ActivityFloorError { get; init; } = 1;

    /// <summary>Time constant of the rate that is held against the floor, in milliseconds.</summary>
    public double ActivityFloorMilliseconds { get; init; } = 2000;

    /// <summary>Whether hidden weights learn; false makes the control with a frozen hidden layer.</summary>
    public bool HiddenLearns { get; init; } = true;

    /// <summary>How eligibility traces are computed.</summary>
    public EligibilityMode Eligibility { get; init; }

    /// <summary>Steps in a block of <see cref="EligibilityMode.Blocks"/>; divides the steps between updates.</summary>
    public int BlockSteps { get; init; } = 50;

    /// <summary>Steps between weight updates.</summary>
    public int UpdateSteps => Steps(UpdateMilliseconds);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ModelException">A value is out of range; the message says which.</exception>
    public void Validate()
    {
        ModelException.Require(Inputs >= 1, "inputs", "at least 1", Inputs);
        ModelException.Require(Outputs >= 1, "outputs", "at least 1", Outputs);
        ModelException.Require(Hidden >= 0, "hidden neurons", "at least 0", Hidden);
        ModelException.Require(StepMilliseconds > 0 && StepMilliseconds <= 1, "step", "above 0 and up to 1 ms", StepMilliseconds);
        ModelException.Require(Threshold > Rest && Rest > Floor, "potentials", "floor < rest < threshold", $"{Floor}, {Rest}, {Threshold}");
        ModelException.Require(Math.Min(MembraneMilliseconds, SynapseMilliseconds) > 0, "time constants", "values above 0", Math.Min(MembraneMilliseconds, SynapseMilliseconds));
        ModelException.Require(Math.Min(RiseMilliseconds, DecayMilliseconds) > 0, "kernels", "time constants above 0", Math.Min(RiseMilliseconds, DecayMilliseconds));
        ModelException.Require(Steps(DelayMilliseconds) >= 1, "delay", "at least one step", DelayMilliseconds);
        ModelException.Require(RefractoryMilliseconds >= 0, "refractory time", "at least 0", RefractoryMilliseconds);
        ModelException.Require(Steepness >= 0, "surrogate", "a steepness of at least 0", Steepness);
        ModelException.Require(WeightLimit > 0, "weights", "a limit above 0", WeightLimit);
        ModelException.Require(ActivityFloor >= 0 && ActivityFloorError >= 0, "activity floor", "a rate and an error of at least 0", $"{ActivityFloor}, {ActivityFloorError}");
        ModelException.Require(ActivityFloorMilliseconds > 0, "activity floor", "a time constant above 0", ActivityFloorMilliseconds);
        ModelException.Require(HiddenRateFactor > 0, "rate of hidden weights", "a factor above 0", HiddenRateFactor);
        ModelException.Require(UpdateSteps >= 1 && RmsMilliseconds > 0, "updates", "times above 0", UpdateMilliseconds);
        ModelException.Require(BlockSteps >= 1 && UpdateSteps % BlockSteps == 0, "block", $"a divisor of the {UpdateSteps} steps between updates", BlockSteps);
    }

    internal int Steps(double milliseconds) => (int)Math.Round(milliseconds / StepMilliseconds);

    internal double Decay(double milliseconds) => Math.Exp(-StepMilliseconds / milliseconds);
}
