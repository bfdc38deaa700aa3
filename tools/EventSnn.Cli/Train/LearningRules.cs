using EventSnn.Cli.Shell;
using EventSnn.Training.Rules;

namespace EventSnn.Cli.Train;

/// <summary>The rules that <c>eventsnn train</c> makes models with, and where the others are.</summary>
internal static class LearningRules
{
    public static IReadOnlyList<string> Names { get; } = ["decolle", "tess", "bptt"];

    /// <summary>Refuses a rule that makes no model.</summary>
    public static string? Check(string? rule)
    {
        if (rule is null || Names.Contains(rule))
        {
            return rule;
        }

        string? elsewhere = rule is "current-step" or "feedback"
            ? $"{rule}, whose neurons no model file holds yet: eventsnn bench rules --rules {rule} trains and tests it on a data set"
            : RuleNetworks.ElsewhereOf(rule) is { } other ? $"{rule} ({other})" : rule;
        throw UsageException.Option("--rule", $"one of {string.Join(", ", Names)}", elsewhere);
    }
}
