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
    private string phase = string.Empty;
    private int lastClass = -1;
    private int lastLabel = -1;

    /// <summary>Begins a part of the run.</summary>
    /// <param name="name">A word for machines.</param>
    /// <param name="title">A line for people.</param>
    public void Phase(string name, string title)
    {
        phase = name;
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

    /// <summary>Tells the result of a part.</summary>
    /// <param name="title">A line for people.</param>
    /// <param name="matrix">What was predicted.</param>
    /// <param name="unseen">Gestures that were not scored, because the network had never learned from their class.</param>
    public void Result(string title, ConfusionMatrix matrix, int unseen)
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
            });
            return;
        }

        if (matrix.Samples > 0)
        {
            output.Human.Write(ConfusionTable.Draw(matrix));
        }

        string accuracy = matrix.Accuracy is { } a ? $"{a:P1} ({matrix.Correct} of {matrix.Samples})" : "nothing to score yet";
        string rest = unseen > 0 ? $"; {unseen} gesture{(unseen == 1 ? string.Empty : "s")} of classes never learned before not scored" : string.Empty;
        output.Human.MarkupLineInterpolated($"{title}: [bold]{accuracy}[/]{rest}");
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

        if (!verbose && c.Class == lastClass && c.Label == lastLabel)
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
        string belief = !o.SeenBefore ? "never learned before" : predicted ?? "too short";
        output.Human.MarkupLine($"{Seconds(o.End)}  {Markup.Escape(classNames[o.Label]),-28} {Markup.Escape(belief),-28} {verdict}");
    }

    private void Tell(StreamNotice n)
    {
        if (output.Json)
        {
            CommandOutput.WriteJson(new { Type = "notice", Phase = phase, Kind = n.Kind.ToString(), n.Timestamp, n.Count, n.Detail });
            return;
        }

        output.Human.MarkupLineInterpolated($"[yellow]{n.Detail}[/]");
    }
}
