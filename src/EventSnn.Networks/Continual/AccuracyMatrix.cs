namespace EventSnn.Networks.Continual;

/// <summary>
/// Accuracies of every task after every task, R[t, i], and what the field makes of them (Lopez-Paz and Ranzato 2017; Chaudhry et al.
/// 2018). A task that came with others at the beginning counts as one task.
/// </summary>
public sealed class AccuracyMatrix
{
    private readonly List<double[]> rows = [];

    /// <summary>Number of tasks learned.</summary>
    public int Tasks => rows.Count;

    /// <summary>The accuracy on a task after another was learned.</summary>
    /// <param name="after">After so many tasks less one: row.</param>
    /// <param name="task">The task, at most <paramref name="after"/>.</param>
    public double this[int after, int task] => rows[after][task];

    /// <summary>Mean accuracy over all tasks after the last one, A_T.</summary>
    public double Average => rows[^1].Average();

    /// <summary>Mean accuracy of every task but the first when it had just been learned, R[i, i]; 0 with one task.</summary>
    public double JustLearned => Tasks < 2 ? 0 : Enumerable.Range(1, Tasks - 1).Average(i => rows[i][i]);

    /// <summary>Backward transfer: mean over all tasks but the last of R[T, i] - R[i, i]. Below 0 where learning cost what was known.</summary>
    public double BackwardTransfer => Mean(i => rows[^1][i] - rows[i][i]);

    /// <summary>Forgetting: mean over all tasks but the last of how far each is below its best.</summary>
    public double Forgetting => Mean(i => Enumerable.Range(i, Tasks - 1 - i).Max(t => rows[t][i]) - rows[^1][i]);

    /// <summary>Adds the accuracies after a task was learned.</summary>
    /// <param name="accuracies">One per task so far, each in [0, 1].</param>
    public void Add(IReadOnlyList<double> accuracies)
    {
        ArgumentNullException.ThrowIfNull(accuracies);
        ArgumentOutOfRangeException.ThrowIfNotEqual(accuracies.Count, Tasks + 1, nameof(accuracies));
        rows.Add([.. accuracies]);
    }

    private double Mean(Func<int, double> of) => Tasks < 2 ? 0 : Enumerable.Range(0, Tasks - 1).Average(of);
}
