namespace EventSnn.Networks.Evaluation;

/// <summary>Counts of (true class, predicted class). A sample without a prediction counts as wrong, in a column of its own.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] counts; // (true, predicted), with one more column for "no prediction"

    /// <summary>Creates an empty table.</summary>
    /// <param name="classNames">The names of the classes, index 0 first.</param>
    public ConfusionMatrix(IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        ClassNames = classNames;
        counts = new int[classNames.Count * (classNames.Count + 1)];
    }

    /// <summary>The names of the classes, index 0 first.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Number of classes.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>Number of samples.</summary>
    public int Samples { get; private set; }

    /// <summary>Samples whose class was predicted.</summary>
    public int Correct { get; private set; }

    /// <summary>Correct / Samples, 0 to 1; null where there are no samples.</summary>
    public double? Accuracy => Samples == 0 ? null : (double)Correct / Samples;

    /// <summary>How often a class was taken for another.</summary>
    /// <param name="label">The true class.</param>
    /// <param name="predicted">The predicted class; -1 for none.</param>
    /// <returns>The count.</returns>
    public int this[int label, int predicted] => counts[Index(label, predicted)];

    /// <summary>Adds a sample.</summary>
    /// <param name="label">The true class.</param>
    /// <param name="predicted">The predicted class; -1 where there was none.</param>
    public void Add(int label, int predicted)
    {
        counts[Index(label, predicted)]++;
        Samples++;
        Correct += label == predicted ? 1 : 0;
    }

    /// <summary>Adds all samples of another table.</summary>
    /// <param name="other">A table of as many classes.</param>
    public void Add(ConfusionMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Classes, Classes);
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] += other.counts[i];
        }

        Samples += other.Samples;
        Correct += other.Correct;
    }

    /// <summary>The whole table.</summary>
    /// <returns>One row per true class; the last column counts samples without a prediction.</returns>
    public int[][] ToRows()
    {
        var rows = new int[Classes][];
        for (int c = 0; c < Classes; c++)
        {
            rows[c] = counts.AsSpan(c * (Classes + 1), Classes + 1).ToArray();
        }

        return rows;
    }

    private int Index(int label, int predicted)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)label, (uint)Classes, nameof(label));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(predicted, Classes);
        return (label * (Classes + 1)) + (predicted < 0 ? Classes : predicted);
    }
}
