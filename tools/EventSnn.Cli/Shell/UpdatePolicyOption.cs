using System.CommandLine;
using EventSnn.Networks;
using EventSnn.Networks.Learning;

namespace EventSnn.Cli.Shell;

/// <summary>The option that says which steps learn: shared by train and replay.</summary>
internal static class UpdatePolicyOption
{
    /// <summary>A new option.</summary>
    public static Option<string?> Create() => new("--update-policy")
    {
        Description = "Which steps learn: always, every:N, error:THRESHOLD, rate:SHARE (a threshold that finds itself), the last two with levels:N to round errors, all with accumulate to sum what is skipped into the next update. Example: rate:0.045,accumulate.",
        HelpName = "POLICY",
    };

    /// <summary>Reads it; null where it was not given.</summary>
    /// <param name="text">What the user wrote.</param>
    public static UpdatePolicy? Parse(string? text)
    {
        try
        {
            return text is null ? null : UpdatePolicy.Parse(text);
        }
        catch (ModelException e)
        {
            throw new UsageException($"Option --update-policy: {e.Message}");
        }
    }

    /// <summary>What a policy skipped, in words; null where nothing could be learned.</summary>
    /// <param name="network">The network that learned.</param>
    public static string? Tell(SpikingNetwork network) => network.PossibleLayerUpdates == 0 ? null
        : $"Update policy {network.UpdatePolicy}: {network.PossibleLayerUpdates - network.SkippedLayerUpdates} of {network.PossibleLayerUpdates} layer updates made, {(double)network.SkippedLayerUpdates / network.PossibleLayerUpdates:P1} skipped.";
}
