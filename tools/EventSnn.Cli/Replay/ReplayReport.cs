using EventSnn.Cli.Shell;
using EventSnn.Events.Streams;
using EventSnn.Networks.Evaluation;
using EventSnn.Streaming.Recognition;
using Spectre.Console;

namespace EventSnn.Cli.Replay;

/// <summary>Tells what comes out of a replay: text for people, or one JSON object per line.</summary>
/// <param name="output">Where to.</param>
/// <param name="classNames">The names of the classes.</param>
/// <param name="verbose">Every classification, not only changes.</param>
public sealed class ReplayReport(CommandOutput output, IReadOnlyList<string> classNames, bool verbose)
{
    private readonly List<(string Title, ConfusionMatrix Matrix)> tests = [];
    private ConfusionMatrix? prequential;
    private string phase = string.Empty;
    private bool folded;
    private int lastClass = -1;
    private int lastLabel = -1;

    /// <summary>Begins a part of the run.</summary>
    /// <param name="name">A word for machines.</param>
    /// <param name="title">A line for people.</param>
    /// <param name="gesturesOnly">A line per gesture for people, where they do not ask for more.</param>
    public void Phase(string name, string title, bool gesturesOnly = false)
    {
        phase = name;
        folded = gesturesOnly && !verbose;
        lastClass = -1;
        lastLabel = -1;
        if (!output.Json)
        {
            output.Human.WriteLine();
            output.Human.MarkupLineInterpolated($"[bold]{title}[/]");
        }
    }

    /// <summary>Tells one item of the stream.</summary>
    /// <param name="item">A classification, an outcome or a notice.</param>
    public void Item(StreamItem item)
    {
        switch (item)
        {
            case GestureClassification c:
                Tell(c);
                break;
            case GestureOutcome o:
                Tell(o);
                break;
            case StreamNotice n:
                Tell(n);
                break;
        }
    }

    /// <summary>Tells how gestures were predicted before they were learned from.</summary>
    /// <param name="matrix">What was predicted.</param>
    /// <param name="unseen">Gestures that were not scored, because the network had never learned from their class.</param>
    public void Learned(ConfusionMatrix matrix, int unseen)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (!Result(matrix, unseen))
        {
            return;
        }

        prequential = matrix;
        string news = unseen == 1 ? "1 gesture was" : $"{unseen} gestures were";
        if (matrix.Samples == 0)
        {
            output.Line($"{news} learned from, each the first of its class, so there was nothing to predict it with.");
            return;
        }

        string rest = unseen > 0 ? $"; {news} the first of their class and not scored" : string.Empty;
        output.Human.MarkupLineInterpolated($"Predicted before it was learned from (prequential): [bold]{AccuracyText.Of(matrix)}[/]{rest}");
    }

    /// <summary>Tells how the gestures of a recording were classified with the weights frozen.</summary>
    /// <param name="title">The recording.</param>
    /// <param name="matrix">What was predicted.</param>
    /// <param name="unseen">Gestures that were not scored.</param>
    public void Tested(string title, ConfusionMatrix matrix, int unseen)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        tests.Add((title, matrix));
        if (!Result(matrix, unseen))
        {
            return;
        }

        if (verbose)
        {
            output.Human.Write(ConfusionTable.Draw(matrix));
        }

        output.Human.MarkupLineInterpolated($"Whole gestures: [bold]{AccuracyText.Of(matrix)}[/]");
    }

    /// <summary>Ends the report: one table over all tests (without any, over the gestures predicted while learning) and one line.</summary>
    public void Summary()
    {
        ConfusionMatrix sum = tests.Count > 0 || prequential is null ? new ConfusionMatrix(classNames) : prequential;
        foreach ((_, ConfusionMatrix matrix) in tests)
        {
            sum.Add(matrix);
        }

        if (output.Json)
        {
            if (tests.Count > 0)
            {
                CommandOutput.WriteJson(new
                {
                    Type = "summary", sum.Accuracy, sum.Correct, sum.Samples, Guessing = (double)sum.Samples / sum.Classes,
                    Recordings = tests.Select(t => new { File = t.Title, t.Matrix.Correct, t.Matrix.Samples }), Classes = classNames, Confusion = sum.ToRows(), ConfusionColumns = ConfusionTable.Columns(classNames),
                });
            }

            return;
        }

        if (sum.Samples == 0)
        {
            return;
        }

        output.Human.Write(ConfusionTable.Draw(sum));
        if (tests.Count > 0)
        {
            string each = tests.Count == 1 ? tests[0].Title
                : string.Join(", ", tests.Select(t => $"{t.Title} {t.Matrix.Correct} of {t.Matrix.Samples}"));
            output.Human.MarkupLineInterpolated($"{each}: [bold]{AccuracyText.Of(sum)}[/]; guessing gets {AccuracyText.Guessing(sum)}.");
        }
    }

    /// <summary>Tells the result of a part to machines.</summary>
    /// <returns>True where people are still to be told.</returns>
    private bool Result(ConfusionMatrix matrix, int unseen)
    {
        if (output.Json)
        {
            CommandOutput.WriteJson(new
            {
                Type = "result",
                Phase = phase,
                matrix.Accuracy,
                matrix.Correct,
                matrix.Samples,
                NotScored = unseen,
                Classes = classNames,
                Confusion = matrix.ToRows(),
                ConfusionColumns = ConfusionTable.Columns(classNames),
            });
        }

        return !output.Json;
    }

    private static string Seconds(long microseconds) => $"{microseconds / 1e6,9:F2} s";

    private void Tell(GestureClassification c)
    {
        if (output.Json)
        {
            CommandOutput.WriteJson(new
            {
                Type = "classification",
                Phase = phase,
                c.Timestamp,
                c.Class,
                c.ClassName,
                c.Confidence,
                c.Scores,
                c.LayerVotes,
                c.StepsSinceOnset,
                Label = c.Label < 0 ? (int?)null : c.Label,
                c.Learned,
            });
            return;
        }

        if (folded || (!verbose && c.Class == lastClass && c.Label == lastLabel))
        {
            return;
        }

        lastClass = c.Class;
        lastLabel = c.Label;
        string truth = c.Label < 0 ? "-" : classNames[c.Label];
        output.Human.MarkupLineInterpolated($"[grey]{Seconds(c.Timestamp)}  {truth,-28}[/] {c.ClassName,-28} {c.Confidence,6:P0}{(c.Learned ? "  learning" : string.Empty)}");
    }

    private void Tell(GestureOutcome o)
    {
        string? predicted = o.Predicted < 0 ? null : classNames[o.Predicted];
        if (output.Json)
        {
            CommandOutput.WriteJson(new
            {
                Type = "gesture",
                Phase = phase,
                o.Label,
                LabelName = classNames[o.Label],
                Predicted = o.Predicted < 0 ? (int?)null : o.Predicted,
                PredictedName = predicted,
                o.LayerPredictions,
                o.Confidence,
                Scored = o.SeenBefore,
                o.Start,
                o.End,
                o.Steps,
            });
            return;
        }

        string verdict = !o.SeenBefore ? "[blue]new[/]" : o.Predicted == o.Label ? "[green]right[/]" : "[red]wrong[/]";
        string belief = !o.SeenBefore ? "first of its class" : predicted ?? "too short";
        output.Human.MarkupLine($"{Seconds(o.End)}  {Markup.Escape(classNames[o.Label]),-28} {Markup.Escape(belief),-28} {verdict}");
    }

    private void Tell(StreamNotice n)
    {
        if (output.Json)
        {
            CommandOutput.WriteJson(new { Type = "notice", Phase = phase, Kind = n.Kind.ToString(), n.Timestamp, n.Count, n.Detail });
            return;
        }

        output.Warn(n.Detail);
    }
}
