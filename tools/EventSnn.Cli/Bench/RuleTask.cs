using EventSnn.Cli.Shell;
using EventSnn.Cli.Train;
using EventSnn.Events.Geometry;
using EventSnn.Training.DataSets;
using EventSnn.Training.Splits;

namespace EventSnn.Cli.Bench;

/// <summary>A data set that rules are compared on, and how its clips are binned.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Data">The clips.</param>
/// <param name="Split">Which of them are learned from.</param>
/// <param name="StepMilliseconds">Length of a step.</param>
/// <param name="WindowMilliseconds">Of each clip.</param>
internal sealed record RuleTask(string Name, ClipDataSet Data, SplitOptions Split, double StepMilliseconds, double WindowMilliseconds)
{
    /// <summary>The tasks that have a name, with their layout, sensor, folds, step and window.</summary>
    private static readonly Dictionary<string, (string Layout, SensorSize? Sensor, int? Folds, double Step, double Window)> Known = new(StringComparer.Ordinal)
    {
        ["mnist"] = ("mnist", null, null, 10, 200),
        ["nmnist"] = ("nmnist", null, 5, 10, 300),
        ["signs"] = ("folder", new SensorSize(128, 128), 5, 50, 2000),
        ["gestures"] = ("dvsgesture", null, null, 20, 1800),
    };

    /// <summary>The names of the known tasks.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>Opens a task.</summary>
    /// <param name="text">NAME=PATH.</param>
    /// <exception cref="UsageException">The text is none; the message says what one looks like.</exception>
    public static RuleTask Open(string text)
    {
        string[] halves = text.Split('=', 2);
        if (halves.Length != 2 || !Known.TryGetValue(halves[0], out var known))
        {
            throw UsageException.Option("--task", $"NAME=PATH with a name of {string.Join(", ", Names)}", text);
        }

        return new(halves[0], ClipDataOptions.Open("--task", known.Layout, halves[1], known.Sensor), new SplitOptions { Folds = known.Folds }, known.Step, known.Window);
    }
}
