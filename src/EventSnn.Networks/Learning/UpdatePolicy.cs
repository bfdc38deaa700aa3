using System.Globalization;

namespace EventSnn.Networks.Learning;

/// <summary>
/// Which labelled steps change the weights, and with which errors. A skipped layer costs no gradient and no update. Written and read as
/// a short text, the parts in any order: <c>always</c>, <c>every:4</c>, <c>error:0.1</c>, <c>rate:0.05</c>, <c>levels:1</c>, <c>loss:0.3</c>, <c>margin:0.5</c>,
/// <c>accumulate</c>, as in <c>rate:0.05,levels:1</c> or <c>rate:0.05,accumulate</c>.
/// </summary>
public sealed record UpdatePolicy
{
    /// <summary>Learn in every step that may.</summary>
    public static UpdatePolicy Always { get; } = new();

    /// <summary>Only every so many labelled steps, at least 1.</summary>
    public int EveryN { get; init; } = 1;

    /// <summary>
    /// Error-triggered: a layer is skipped while the largest |dLoss/dr| times the batch size is below this. 0 for never.
    /// </summary>
    public float ErrorThreshold { get; init; }

    /// <summary>
    /// Error-triggered with a threshold that every layer finds for itself, so that it updates in this share of the steps: in (0, 1).
    /// 0 for none.
    /// </summary>
    public double Rate { get; init; }

    /// <summary>
    /// The errors that pass are rounded to multiples of the threshold, at most so many of them: 1 leaves -1, 0 and 1 times the threshold.
    /// 0 for no rounding.
    /// </summary>
    public int Levels { get; init; }

    /// <summary>
    /// Backward-phase skipping by loss: a layer is skipped while its loss is below this share of its running mean (0.99 of the old, 0.01 of
    /// the new), in [0, 1). 0 for never. Our reading of Zhu, Zhao, Ma and Tang 2021, whose criterion only the abstract names.
    /// </summary>
    public float LossShare { get; init; }

    /// <summary>
    /// Skipping by margin: a layer is skipped where the readout of every sample's class is larger than all others by more than this. 0 for never.
    /// </summary>
    public float Margin { get; init; }

    /// <summary>
    /// Nothing that is skipped is lost: the gradients of skipped steps are summed into the next update, and an error-triggered layer is
    /// updated when the sum of its largest errors since the last update reaches the threshold. The sum is taken as it is, without another
    /// learning rate: larger steps silence the layer.
    /// </summary>
    public bool Accumulates { get; init; }

    /// <summary>Whether a step's fate depends on what only the host sees.</summary>
    internal bool NeedsHost => Rate > 0 || Levels > 0 || LossShare > 0 || Margin > 0 || Accumulates;

    private bool IsErrorTriggered => ErrorThreshold > 0 || Rate > 0;

    /// <summary>Reads a policy.</summary>
    /// <param name="text">As <see cref="ToString"/> writes it.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ModelException">The text is no policy; the message says what one looks like.</exception>
    public static UpdatePolicy Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        UpdatePolicy policy = Always;
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] halves = part.Split(':', 2);
            string value = halves.Length == 2 ? halves[1] : "";
            policy = halves[0] switch
            {
                "always" when halves.Length == 1 => policy,
                "every" when int.TryParse(value, CultureInfo.InvariantCulture, out int n) => policy with { EveryN = n },
                "error" when float.TryParse(value, CultureInfo.InvariantCulture, out float e) => policy with { ErrorThreshold = e },
                "rate" when double.TryParse(value, CultureInfo.InvariantCulture, out double r) => policy with { Rate = r },
                "loss" when float.TryParse(value, CultureInfo.InvariantCulture, out float q) => policy with { LossShare = q },
                "margin" when float.TryParse(value, CultureInfo.InvariantCulture, out float m) => policy with { Margin = m },
                "accumulate" when halves.Length == 1 => policy with { Accumulates = true },
                "levels" when int.TryParse(value, CultureInfo.InvariantCulture, out int l) => policy with { Levels = l },
                _ => throw Unreadable(text),
            };
        }

        return policy.IsPossible ? policy : throw Unreadable(text);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        List<string> parts = [];
        Add(EveryN != 1, $"every:{EveryN}");
        Add(ErrorThreshold != 0, $"error:{ErrorThreshold.ToString("R", CultureInfo.InvariantCulture)}");
        Add(Rate != 0, $"rate:{Rate.ToString("R", CultureInfo.InvariantCulture)}");
        Add(Levels != 0, $"levels:{Levels}");
        Add(LossShare != 0, $"loss:{LossShare.ToString("R", CultureInfo.InvariantCulture)}");
        Add(Margin != 0, $"margin:{Margin.ToString("R", CultureInfo.InvariantCulture)}");
        Add(Accumulates, "accumulate");
        return parts.Count == 0 ? "always" : string.Join(',', parts);

        void Add(bool there, string part)
        {
            if (there)
            {
                parts.Add(part);
            }
        }
    }

    private bool IsPossible => EveryN >= 1 && ErrorThreshold >= 0 && float.IsFinite(ErrorThreshold) && Rate is >= 0 and < 1
        && LossShare is >= 0 and < 1 && Margin >= 0 && float.IsFinite(Margin)
        && Levels >= 0 && !(Rate > 0 && ErrorThreshold > 0) && (Levels == 0 || (IsErrorTriggered && !Accumulates))
        && (!Accumulates || IsErrorTriggered || EveryN > 1);

    private static ModelException Unreadable(string text) => new(
        $"Update policy: expected always, or parts joined by commas: every:N (N of at least 1), one of error:THRESHOLD (above 0) and rate:SHARE (above 0, below 1), "
        + $"with one of these levels:N or accumulate (also with every:N), and loss:SHARE (below 1), margin:M; found \"{text}\". Examples are rate:0.05,levels:1 and rate:0.05,accumulate.");
}
