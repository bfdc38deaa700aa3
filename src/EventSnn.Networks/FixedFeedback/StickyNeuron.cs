namespace EventSnn.Networks.FixedFeedback;

/// <summary>The neuron of fixed-feedback learning: leaky, and its output stays 1 through the refractory time ("sticky").</summary>
internal static class StickyNeuron
{
    /// <summary>v += dt / tau (j - v), skipped while refractory; a spike where v exceeds the threshold, then v = 0.</summary>
    /// <param name="options">Constants.</param>
    /// <param name="current">j.</param>
    /// <param name="v">The potential.</param>
    /// <param name="held">Steps that the output stays 1.</param>
    /// <returns>The output.</returns>
    public static bool Step(FixedFeedbackOptions options, double current, ref double v, ref int held)
    {
        if (held > 0)
        {
            held--;
            return true;
        }

        v += options.Leak * (current - v);
        if (v <= options.Threshold)
        {
            return false;
        }

        v = 0;
        held = options.RefractorySteps - 1;
        return true;
    }
}
