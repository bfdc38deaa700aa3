namespace EventSnn.Networks.SuperSpike;

/// <summary>
/// The kernel of eps, alpha and the eligibility: z = z exp(-dt / rise) + x; zz = zz exp(-dt / decay) + (dt / decay) z. Used by every
/// filter of SuperSpike; its scale cancels in RMaxProp.
/// </summary>
internal readonly struct DoubleExponential
{
    public DoubleExponential(SuperSpikeOptions options)
    {
        Rise = options.Decay(options.RiseMilliseconds);
        Decay = options.Decay(options.DecayMilliseconds);
        Gain = options.StepMilliseconds / options.DecayMilliseconds;
    }

    /// <summary>Decay of z per step.</summary>
    public double Rise { get; }

    /// <summary>Decay of zz per step.</summary>
    public double Decay { get; }

    /// <summary>What z adds to zz.</summary>
    public double Gain { get; }

    /// <summary>One step.</summary>
    public void Step(ref double z, ref double zz, double input)
    {
        z = (z * Rise) + input;
        zz = (zz * Decay) + (Gain * z);
    }
}
