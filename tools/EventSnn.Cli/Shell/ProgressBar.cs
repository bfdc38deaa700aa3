using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EventSnn.Cli.Shell;

/// <summary>Runs long work below a progress bar; in a pipe or a file, with a line now and then.</summary>
public static class ProgressBar
{
    /// <summary>Runs the work and polls its progress ten times a second.</summary>
    /// <param name="output">Where to draw; nothing is drawn for machines.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="progress">The part that is done, 0 to 1, and a short text beside it. Called from another thread.</param>
    /// <param name="work">The work.</param>
    /// <returns>A task that ends as the work ends.</returns>
    public static async Task RunAsync(CommandOutput output, string title, Func<(double Done, string Text)> progress, Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(progress);
        ArgumentNullException.ThrowIfNull(work);
        if (!output.CanDrawProgress || !output.Human.Profile.Capabilities.Interactive)
        {
            await WithLinesAsync(output, title, progress, work());
            return;
        }

        output.DrawsProgress = true;
        try
        {
            await WithBarAsync(output, title, progress, work);
        }
        finally
        {
            output.DrawsProgress = false;
        }
    }

    private static async Task WithLinesAsync(CommandOutput output, string title, Func<(double Done, string Text)> progress, Task running)
    {
        var clock = Stopwatch.StartNew();
        var lines = new ProgressLines();
        while (!output.Json && await Task.WhenAny(running, Task.Delay(100)) != running)
        {
            (double done, string text) = progress();
            if (lines.IsDue(done, clock.Elapsed))
            {
                output.Note($"{title}: {100 * done:F0} %, {text}");
            }
        }

        await running;
    }

    private static Task WithBarAsync(CommandOutput output, string title, Func<(double Done, string Text)> progress, Func<Task> work) =>
        output.Human.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new TextColumn(progress))
            .StartAsync(async context =>
            {
                ProgressTask bar = context.AddTask(Markup.Escape(title), maxValue: 1);
                Task running = work();
                while (!running.IsCompleted)
                {
                    bar.Value = progress().Done;
                    await Task.WhenAny(running, Task.Delay(100));
                }

                bar.Value = 1;
                await running;
            });

    private sealed class TextColumn(Func<(double Done, string Text)> progress) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(progress().Text);
    }
}
