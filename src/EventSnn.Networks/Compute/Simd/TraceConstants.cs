namespace EventSnn.Networks.Compute.Simd;

/// <summary>Decays and gains per input channel.</summary>
internal readonly unsafe struct TraceConstants(float* alpha, float* beta, float* synapseGain, float* membraneGain, bool isUniform)
{
    public float* Alpha => alpha;

    public float* Beta => beta;

    public float* SynapseGain => synapseGain;

    public float* MembraneGain => membraneGain;

    /// <summary>Whether all channels have the same.</summary>
    public bool IsUniform => isUniform;
}
