namespace EventSnn.Networks.Definitions;

/// <summary>Random time constants per input channel, drawn once: tau ~ U(from, to), decay = 1 - dt / tau. G0.</summary>
/// <param name="MembraneFrom">Shortest membrane time constant in milliseconds.</param>
/// <param name="MembraneTo">Longest membrane time constant in milliseconds.</param>
/// <param name="SynapseFrom">Shortest synaptic time constant in milliseconds.</param>
/// <param name="SynapseTo">Longest synaptic time constant in milliseconds.</param>
public sealed record TimeConstantSpread(double MembraneFrom, double MembraneTo, double SynapseFrom, double SynapseTo);
