using EventSnn.Networks.Evaluation;
using Spectre.Console;

namespace EventSnn.Cli.Shell;

/// <summary>Draws a confusion matrix for people.</summary>
public static class ConfusionTable
{
    /// <summary>Draws the classes that occur, as true or as predicted class.</summary>
    /// <param name="matrix">The counts.</param>
    /// <returns>Something that a console can draw.</returns>
    public static Table Draw(ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int[] shown = [.. Enumerable.Range(0, matrix.Classes).Where(c => Occurs(matrix, c))];
        bool anyNone = shown.Any(c => matrix[c, -1] > 0);
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("true class");
        foreach (int c in shown)
        {
            table.AddColumn(new TableColumn($"{c + 1}").RightAligned());
        }

        if (anyNone)
        {
            table.AddColumn(new TableColumn("none").RightAligned());
        }

        foreach (int label in shown)
        {
            var cells = new List<string> { Markup.Escape($"{label + 1,2} {matrix.ClassNames[label]}") };
            cells.AddRange(shown.Select(p => Cell(matrix[label, p], label == p)));
            if (anyNone)
            {
                cells.Add(Cell(matrix[label, -1], right: false));
            }

            table.AddRow([.. cells]);
        }

        return table;
    }

    /// <summary>What the columns of <see cref="ConfusionMatrix.ToRows"/> count.</summary>
    /// <param name="classNames">The classes.</param>
    /// <returns>The classes, then <c>undecided</c>.</returns>
    public static IReadOnlyList<string> Columns(IReadOnlyList<string> classNames) => [.. classNames, "undecided"];

    private static bool Occurs(ConfusionMatrix matrix, int c)
    {
        for (int other = -1; other < matrix.Classes; other++)
        {
            if (matrix[c, other] > 0 || (other >= 0 && matrix[other, c] > 0))
            {
                return true;
            }
        }

        return false;
    }

    private static string Cell(int count, bool right) => count == 0 ? "[grey]·[/]" : right ? $"[green]{count}[/]" : $"[red]{count}[/]";
}
