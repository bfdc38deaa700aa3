using System.Globalization;
using EventSnn.Networks.Learning;

namespace EventSnn.Networks.Checkpoints;

/// <summary>Update policy, thresholds and counts in a checkpoint's metadata. Checkpoints from before there were policies have none of them.</summary>
internal static class UpdateControlEntries
{
    private const string Policy = "update_policy";
    private const string Thresholds = "update_thresholds";
    private const string MeanLosses = "update_mean_losses";
    private const string Counts = "update_counts";
    private const string Sums = "update_sums";
    private const string Waiting = "update_waiting";

    public static void Write(UpdateControl control, SafetensorsFile file)
    {
        file.Metadata[Policy] = control.Policy.ToString();
        file.Metadata[Thresholds] = string.Join(' ', control.Thresholds.Select(t => t.ToString("R", CultureInfo.InvariantCulture)));
        file.Metadata[MeanLosses] = string.Join(' ', control.MeanLosses.Select(t => t.ToString("R", CultureInfo.InvariantCulture)));
        file.Metadata[Counts] = string.Create(CultureInfo.InvariantCulture, $"{control.Steps} {control.Skipped} {control.Possible}");
        if (control.Policy.Accumulates)
        {
            file.Metadata[Sums] = string.Join(' ', control.Sums.Select(t => t.ToString("R", CultureInfo.InvariantCulture)));
            file.Metadata[Waiting] = string.Join(' ', control.Waiting.Select(t => t.ToString(CultureInfo.InvariantCulture)));
        }
    }

    public static void Read(UpdateControl control, SafetensorsFile file, string path)
    {
        if (!file.Metadata.TryGetValue(Policy, out string? policy))
        {
            return;
        }

        try
        {
            control.Policy = UpdatePolicy.Parse(policy);
            double[] thresholds = [.. Words(file, Thresholds).Select(w => double.Parse(w, CultureInfo.InvariantCulture))];
            double[] means = [.. Words(file, MeanLosses).Select(w => double.Parse(w, CultureInfo.InvariantCulture))];
            long[] counts = [.. Words(file, Counts).Select(w => long.Parse(w, CultureInfo.InvariantCulture))];
            if (thresholds.Length != control.Thresholds.Length || counts.Length != 3)
            {
                throw new FormatException($"expected {control.Thresholds.Length} thresholds and 3 counts, found {thresholds.Length} and {counts.Length}.");
            }

            if (means.Length != 0 && means.Length != control.MeanLosses.Length)
            {
                throw new FormatException($"expected {control.MeanLosses.Length} mean losses, found {means.Length}.");
            }

            if (control.Policy.Accumulates)
            {
                Fill(control.Sums, [.. Words(file, Sums).Select(w => double.Parse(w, CultureInfo.InvariantCulture))]);
                Fill(control.Waiting, [.. Words(file, Waiting).Select(w => long.Parse(w, CultureInfo.InvariantCulture))]);
            }

            thresholds.CopyTo(control.Thresholds, 0);
            means.CopyTo(control.MeanLosses, 0);
            (control.Steps, control.Skipped, control.Possible) = (counts[0], counts[1], counts[2]);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ModelException)
        {
            throw new ModelException($"{path}: the update policy in the metadata cannot be used: {e.Message} The file is damaged; use another copy.", e) { File = path };
        }
    }

    private static void Fill<T>(T[] to, T[] values)
    {
        if (values.Length != to.Length)
        {
            throw new FormatException($"expected a value for each of {to.Length} layers, found {values.Length}.");
        }

        values.CopyTo(to, 0);
    }

    private static string[] Words(SafetensorsFile file, string name)
        => file.Metadata.GetValueOrDefault(name, "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
