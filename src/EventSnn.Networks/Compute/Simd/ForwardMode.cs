namespace EventSnn.Networks.Compute.Simd;

/// <summary>How a layer's potential is computed.</summary>
public enum ForwardMode
{
    /// <summary>
    /// I = beta I + W.x, V = alpha V + I on the outputs, U = qg pg V + b + R: cost by spikes. Equal to W.P while the weights are
    /// fixed; while they change, charge that has arrived keeps the weights it arrived with (a current-based LIF neuron).
    /// </summary>
    EventDriven,

    /// <summary>U = W.P + b + R with the weights of this step, as the reference has it: cost by size.</summary>
    TraceExact,
}
