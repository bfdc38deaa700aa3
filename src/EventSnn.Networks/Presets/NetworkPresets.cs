using EventSnn.Events.Binning;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks;

/// <summary>Networks by name.</summary>
/// <remarks>
/// <para>g0, g1, g2: the three generations of DECOLLE with the paper's network, conv 7x7 64/128/128, pool 2-1-2, padding 3 as in the
/// authors' code. g1 is what the published numbers used. Dropout in learning only.</para>
/// <para>g1-dense, g2-dense: three dense layers of 200. g0-mnist: the Poisson-MNIST recipe.</para>
/// <para>paper: g1 as the paper describes it, padding 2 and burn-in 50.</para>
/// <para>best: the most accurate local rule for clips of seconds, for training over many epochs; its readouts learn too.</para>
/// <para>gesture: learns online from seconds of labelled events; not in the paper.</para>
/// <para>tess, tess-noncausal: the rule of TESS on these layers, without and with its non-causal term, which runs as plain loops.</para>
/// </remarks>
public static class NetworkPresets
{
    private static readonly string[] AllNames = ["gesture", "best", "paper", "g0", "g1", "g2", "g1-dense", "g2-dense", "g0-mnist", "tess", "tess-noncausal"];

    /// <summary>The presets, the one for online learning first.</summary>
    public static IReadOnlyList<string> Names => AllNames;

    /// <summary>Creates a definition.</summary>
    /// <param name="preset">One of <see cref="Names"/>.</param>
    /// <param name="input">The network's input.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="stepMicroseconds">The step length in microseconds.</param>
    /// <returns>A valid definition.</returns>
    /// <exception cref="ModelException">There is no such preset, or it cannot take such an input.</exception>
    public static NetworkDefinition Create(string preset, InputShape input, IReadOnlyList<string> classes, long stepMicroseconds)
    {
        ArgumentNullException.ThrowIfNull(classes);
        NetworkDefinition definition = preset switch
        {
            "g0" => PaperPresets.G0(input, classes, stepMicroseconds),
            "g1" => PaperPresets.G1(input, classes, stepMicroseconds),
            "g2" => PaperPresets.G2(input, classes, stepMicroseconds),
            "g1-dense" => PaperPresets.G1Dense(input, classes, stepMicroseconds),
            "g2-dense" => PaperPresets.G2Dense(input, classes, stepMicroseconds),
            "g0-mnist" => PaperPresets.G0Mnist(input, classes, stepMicroseconds),
            "best" => BestPreset.Create(input, classes, stepMicroseconds),
            "paper" => PaperPresets.Published2020(input, classes, stepMicroseconds),
            "gesture" => GesturePreset.Create(input, classes, stepMicroseconds),
            "tess" or "tess-noncausal" => TessPreset.Create(input, classes, stepMicroseconds, preset == "tess-noncausal"),
            _ => throw new ModelException($"There is no preset \"{preset}\". Choose one of: {string.Join(", ", AllNames)}."),
        };
        definition = definition with { Preset = preset };
        definition.Validate();
        return definition;
    }
}
