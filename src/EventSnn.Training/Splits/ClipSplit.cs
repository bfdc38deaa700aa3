using EventSnn.Training.DataSets;

namespace EventSnn.Training.Splits;

/// <summary>A split of a data set's clips: indices into <see cref="ClipDataSet.Clips"/>.</summary>
/// <param name="Train">To learn from.</param>
/// <param name="Validation">To choose the best epoch by; may be empty.</param>
/// <param name="Test">To be tested with, at the very end; may be empty.</param>
/// <param name="Description">How the split was made, for people.</param>
public sealed record ClipSplit(IReadOnlyList<int> Train, IReadOnlyList<int> Validation, IReadOnlyList<int> Test, string Description)
{
    /// <summary>Splits a data set.</summary>
    /// <param name="dataSet">The data set.</param>
    /// <param name="options">How.</param>
    /// <returns>The split; the same for the same data set and options.</returns>
    /// <exception cref="TrainingException">Nothing is left to train with, or an option does not fit.</exception>
    public static ClipSplit Make(ClipDataSet dataSet, SplitOptions options)
    {
        ArgumentNullException.ThrowIfNull(dataSet);
        ArgumentNullException.ThrowIfNull(options);
        string? stranger = options.HeldOutClasses.FirstOrDefault(c => !dataSet.ClassNames.Contains(c));
        if (stranger is not null)
        {
            throw new TrainingException($"Expected names of classes to hold out ({string.Join(", ", dataSet.ClassNames)}), found '{stranger}'.");
        }

        IReadOnlyList<ClipEntry> clips = dataSet.Clips;
        int[] all = [.. Enumerable.Range(0, clips.Count)];
        int[] test;
        string how;
        if (options.Folds is { } folds)
        {
            if (folds < 2 || options.Fold < 0 || options.Fold >= folds)
            {
                throw new TrainingException($"Expected at least 2 folds and a fold from 0 to folds - 1, found {folds} folds and fold {options.Fold}.");
            }

            test = [.. all.GroupBy(i => clips[i].Series).SelectMany(s => Block([.. s], options.Fold, folds)).Order()];
            how = $"fold {options.Fold} of {folds}, blocks of neighbouring clips";
        }
        else
        {
            test = [.. all.Where(i => clips[i].Part == ClipPart.Test)];
            how = test.Length > 0 ? "the data set's own train and test parts" : "no test part";
        }

        HashSet<string> heldOut = [.. options.HeldOutClasses];
        var tested = test.ToHashSet();
        int[] learn = [.. all.Where(i => !tested.Contains(i) && (options.Folds is not null || clips[i].Part != ClipPart.Test) && !heldOut.Contains(dataSet.ClassNames[clips[i].Label]))];
        int[] validation = Validate(clips, learn, options.Validation, ref how);
        var validated = validation.ToHashSet();
        int[] train = [.. learn.Where(i => !validated.Contains(i))];
        if (train.Length == 0)
        {
            throw new TrainingException($"{dataSet.Folder}: no clip is left to train with ({clips.Count} clips, {test.Length} to test with, {validation.Length} to validate with). Hold out less.");
        }

        if (heldOut.Count > 0)
        {
            how += $"; unknown to the model: {string.Join(", ", options.HeldOutClasses)}";
        }

        return new ClipSplit(train, validation, test, how);
    }

    /// <summary>The subjects of some clips, in the order of their names; empty where the data set knows none.</summary>
    /// <param name="dataSet">The data set.</param>
    /// <param name="clips">Indices of clips.</param>
    /// <returns>Names.</returns>
    public static IReadOnlyList<string> Subjects(ClipDataSet dataSet, IReadOnlyList<int> clips)
    {
        ArgumentNullException.ThrowIfNull(dataSet);
        return [.. clips.Select(i => dataSet.Clips[i].Subject).OfType<string>().Distinct(StringComparer.Ordinal).Order(NaturalOrder.Instance)];
    }

    private static IEnumerable<int> Block(int[] series, int fold, int folds) =>
        series.Take((int)((long)series.Length * (fold + 1) / folds)).Skip((int)((long)series.Length * fold / folds));

    private static int[] Validate(IReadOnlyList<ClipEntry> clips, int[] learn, double share, ref string how)
    {
        if (!(share >= 0 && share < 1))
        {
            throw new TrainingException($"Expected a share of validation clips in [0, 1), found {share}.");
        }

        if (share == 0)
        {
            return [];
        }

        string[] subjects = [.. learn.Select(i => clips[i].Subject).OfType<string>().Distinct(StringComparer.Ordinal).Order(NaturalOrder.Instance)];
        if (subjects.Length > 1)
        {
            int count = Math.Clamp((int)Math.Round(share * subjects.Length), 1, subjects.Length - 1);
            HashSet<string> chosen = [.. subjects[^count..]];
            how += $"; validation by subject: {string.Join(", ", subjects[^count..])}";
            return [.. learn.Where(i => clips[i].Subject is { } s && chosen.Contains(s))];
        }

        how += $"; validation: the last {share:P0} of every series";
        return [.. learn.GroupBy(i => clips[i].Series).SelectMany(s =>
        {
            int[] series = [.. s];
            return series[^Math.Min(series.Length - 1, (int)Math.Ceiling(share * series.Length))..];
        }).Order()];
    }
}
