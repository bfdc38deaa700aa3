using System.Globalization;
using System.Text;
using EventSnn.Networks;
using EventSnn.Training.DataSets;
using EventSnn.Training.Recipes;
using EventSnn.Training.Runs;

namespace EventSnn.Cli.Shell;

/// <summary>The presets in one line each, for the help of the commands that take one.</summary>
public static class PresetHelp
{
    /// <summary>The meaning of a preset.</summary>
    /// <param name="preset">A name of <see cref="NetworkPresets.Names"/>.</param>
    /// <returns>A noun phrase.</returns>
    public static string About(string preset) => preset switch
    {
        "best" => "learns most from seconds and from whole data sets: a long membrane, readouts that learn too, a readout of whole clips",
        "gesture" => "for seconds of labelled events: plain SGD, structured readouts; not in the papers",
        "paper" => "DECOLLE as published in 2020: three convolutions, 1-ms steps, burn-in 50",
        "g0" => "the authors' first code; conv 7x7 64/128/128",
        "g1" => "the authors' second code, which the published numbers come from",
        "g2" => "the authors' current code; its first weights are scaled on data",
        "g1-dense" => "g1 with three dense layers of 200",
        "g2-dense" => "g2 with three dense layers of 200",
        "g0-mnist" => "g0's recipe for digits drawn as Poisson spikes",
        "tess" => "another local rule, TESS: fixed +-1 readouts, soft reset, 75-ms steps",
        "tess-noncausal" => "tess with its non-causal term; on the processor, as plain loops",
        _ => throw new ArgumentOutOfRangeException(nameof(preset), preset, "No such preset."),
    };

    /// <summary>All presets with their meaning and their step.</summary>
    /// <param name="step">The step of a preset in microseconds.</param>
    /// <returns>Lines, the first a heading.</returns>
    public static string Networks(Func<string, long> step) => Lines(
        "Presets (--preset), each with its step (--dt):",
        preset => string.Create(CultureInfo.InvariantCulture, $"; dt {step(preset) / 1e3:0.###} ms"));

    /// <summary>All presets with their meaning and their recipe for a data set in the layout of DvsGesture.</summary>
    /// <returns>Lines, the first a heading.</returns>
    public static string Recipes() => Lines(
        "Presets (--preset), with what each brings for DvsGesture (g0-mnist: for MNIST); every part has an option:",
        static preset =>
        {
            TrainingRecipe recipe = TrainingRecipe.For(preset, preset == "g0-mnist" ? DataSetLayouts.Mnist : DataSetLayouts.DvsGesture);
            TrainingOptions o = recipe.Options;
            string crop = o.CropMicroseconds is { } c ? $", crops of {c / 1e3:0.###} ms" : string.Empty;
            string window = o.WindowMicroseconds is { } w ? $", window {w / 1e3:0.###} ms" : string.Empty;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"\n                 dt {recipe.StepMicroseconds / 1e3:0.###} ms, {o.Epochs} epochs, batch {o.BatchSize}{crop}{window}, schedule {o.Schedule.ToString().ToLowerInvariant()}");
        });

    private static string Lines(string heading, Func<string, string> more)
    {
        var text = new StringBuilder(heading);
        foreach (string preset in NetworkPresets.Names)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {preset,-14} {About(preset)}{more(preset)}");
        }

        return text.ToString();
    }
}
