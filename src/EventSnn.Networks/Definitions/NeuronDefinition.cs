namespace EventSnn.Networks.Definitions;

/// <summary>
/// The dynamics of a layer's neurons. Per step: Q = beta Q + qg x; P = alpha P + pg Q; R = alpharp R - rg S; U = W.P + b + R.
/// One record covers the three generations of DECOLLE (arXiv 1811.10766 and its later code).
/// </summary>
public sealed record NeuronDefinition
{
    /// <summary>Decay of the membrane trace P per step, in [0, 1).</summary>
    public float Alpha { get; init; } = .97f;

    /// <summary>Decay of the synaptic trace Q per step, in [0, 1).</summary>
    public float Beta { get; init; } = .92f;

    /// <summary>Decay of the refractory trace R per step, in [0, 1).</summary>
    public float AlphaRefractory { get; init; } = .65f;

    /// <summary>rg: what a spike takes from its own neuron's R in the next step.</summary>
    public float RefractoryGain { get; init; } = 1;

    /// <summary>How the gains qg and pg follow from the decays.</summary>
    public GainRule Gains { get; init; }

    /// <summary>A factor on qg, 1 unless stated.</summary>
    public float Gain { get; init; } = 1;

    /// <summary>Whether P takes the Q of this step (G0) and not the Q from before it (G1, G2).</summary>
    public bool NewSynapse { get; init; }

    /// <summary>Random time constants per input channel in place of <see cref="Alpha"/> and <see cref="Beta"/>; null for none.</summary>
    public TimeConstantSpread? Spread { get; init; }

    /// <summary>
    /// a_post: the weight of the non-causal term of learning, dW += a_post (m h) (x) x, with h = decay h + H'(U of the step before): what
    /// arrives just after a neuron was near its threshold counts too. 1 in TESS (arXiv 2502.01837); 0 for none, which saves h, one
    /// number per neuron. Layers that have it run as plain loops.
    /// </summary>
    public float PostTraceGain { get; init; }

    /// <summary>Decay of h per step, in [0, 1).</summary>
    public float PostTraceDecay { get; init; } = .2f;

    /// <summary>The stand-in for the derivative of the spike.</summary>
    public SurrogateKind Surrogate { get; init; }

    /// <summary>What the readout sees.</summary>
    public ActivationKind Activation { get; init; }

    /// <summary>The decay of a time constant at a step length. At 1 ms the reference's constant itself, else exp(-dt / tau), tau = 1 ms / (1 - decay).</summary>
    /// <param name="decayAt1Millisecond">The decay per 1-ms step.</param>
    /// <param name="stepMicroseconds">The step length in microseconds.</param>
    /// <returns>The decay per step.</returns>
    public static float DecayAt(float decayAt1Millisecond, long stepMicroseconds)
    {
        if (stepMicroseconds == 1000)
        {
            return decayAt1Millisecond;
        }

        double tau = 1000 / (1 - (double)decayAt1Millisecond);
        return (float)Math.Exp(-stepMicroseconds / tau);
    }

    /// <summary>qg for a decay.</summary>
    /// <param name="beta">The decay used.</param>
    /// <returns>The gain of the synaptic trace.</returns>
    public float SynapseGain(float beta) => (Gains == GainRule.Raw ? 1 / (1 - beta) : 1 - beta) * Gain;

    /// <summary>pg for a decay.</summary>
    /// <param name="alpha">The decay used.</param>
    /// <returns>The gain of the membrane trace.</returns>
    public float MembraneGain(float alpha) => Gains == GainRule.Raw ? 1 / (1 - alpha) : 1 - alpha;

    internal void Validate(string where)
    {
        ModelException.Require(Alpha is >= 0 and < 1, where, "alpha in [0, 1)", Alpha);
        ModelException.Require(Beta is >= 0 and < 1, where, "beta in [0, 1)", Beta);
        ModelException.Require(AlphaRefractory is >= 0 and < 1, where, "alpharp in [0, 1)", AlphaRefractory);
        ModelException.Require(PostTraceDecay is >= 0 and < 1, where, "a decay of the non-causal trace in [0, 1)", PostTraceDecay);
        ModelException.Require(float.IsFinite(PostTraceGain), where, "a finite weight of the non-causal term", PostTraceGain);
    }
}
