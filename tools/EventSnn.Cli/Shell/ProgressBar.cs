using Spectre.Console;
using Spectre.Console.Rendering;

namespace EventSnn.Cli.Shell;

/// <summary>Runs long work below a progress bar, where a terminal is there to draw one.</summary>
public static class ProgressBar
{
    /// <summary>Runs the work and polls its progress ten times a second.</summary>
    /// <param name="output">Where to draw; nothing is drawn for machines or without a terminal.</param>
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
            await work();
            return;
        }

        await output.Human.Progress()
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
    }

    private sealed class TextColumn(Func<(double Done, string Text)> progress) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(progress().Text);
    }
}
