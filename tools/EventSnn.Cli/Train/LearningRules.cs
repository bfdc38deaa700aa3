using EventSnn.Cli.Shell;
using EventSnn.Training.Rules;

namespace EventSnn.Cli.Train;

/// <summary>The rules that <c>eventsnn train</c> makes models with, and where the others are.</summary>
internal static class LearningRules
{
    public const string Bptt = "bptt";
    public const string Feedback = "feedback";
    public const string CurrentStep = "current-step";
    public const string SuperSpike = "superspike";
    public const string Stdp = "stdp";

    public static IReadOnlyList<string> Names { get; } = ["decolle", "tess", Bptt, CurrentStep, Feedback, SuperSpike, Stdp];

    /// <summary>Whether a rule trains whole clips plainly on the processor and knows nothing of the engine's options.</summary>
    public static bool IsPlain(string? rule) => rule is Bptt or CurrentStep or Feedback or SuperSpike or Stdp;

    /// <summary>Refuses a rule that does not train data sets.</summary>
    public static string? Check(string? rule) => rule is null || Names.Contains(rule)
        ? rule
        : throw UsageException.Option("--rule", $"one of {string.Join(", ", Names)}", RuleNetworks.ElsewhereOf(rule) is { } other ? $"{rule} ({other})" : rule);

    /// <summary>Refuses an option that a plain rule would not look at.</summary>
    public static void Refuse(string? rule, string option, bool given)
    {
        if (given && IsPlain(rule))
        {
            throw new UsageException($"Option {option}: --rule {rule} runs as plain loops on the processor and does not know it. Leave it out, or train with --rule decolle.");
        }
    }
}
