using System.CommandLine;
using EventSnn.Cli.Shell;
using EventSnn.Cli.Train;
using EventSnn.Networks;
using EventSnn.Training.DataSets;

namespace EventSnn.Cli.Evaluate;

/// <summary><c>eventsnn evaluate</c>: how good is a model.</summary>
public sealed class EvaluateCommand : CliCommand
{
    private static readonly string[] Parts = ["auto", "train", "test", "all"];
    private readonly ClipDataOptions clips = new();
    private readonly Option<string[]> model = new("--model") { Description = "The model; several (one per seed) also give mean and deviation.", AllowMultipleArgumentsPerToken = true, Required = true, HelpName = "M" };
    private readonly Option<string> part = new("--part") { Description = "Which clips: train, test, all; auto takes the test part where there is one.", DefaultValueFactory = _ => "auto", HelpName = "PART" };
    private readonly Option<double?> window = new("--window") { Description = "Decide after so many milliseconds of a clip. Default: whole clips.", HelpName = "MS" };
    private readonly Option<string?> pictures = new("--pictures") { Description = "Write over-time and reliability pictures (SVG) and their data (CSV) into this folder.", HelpName = "DIR" };
    private readonly Option<bool> json = new("--json") { Description = "One JSON object per model, and one summary for several." };

    /// <inheritdoc/>
    protected override Command Describe()
    {
        var command = new Command("evaluate", """
            Classify the clips of a data set with frozen weights.

              eventsnn evaluate --model gestures.safetensors --data DvsGesture --layout dvsgesture --window 1800 --json
              eventsnn evaluate --model sign0.safetensors --data dvs-sign --layout folder --folds 5 --fold 0 --window 2000
            """);
        foreach (Option option in clips.All.Concat([model, part, window, pictures, json]))
        {
            command.Add(option);
        }

        return command;
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string chosen = arguments.GetValue(part)!;
        if (!Parts.Contains(chosen))
        {
            throw UsageException.Option("--part", $"one of {string.Join(", ", Parts)}", chosen);
        }

        ClipDataSet dataSet = clips.Open(arguments);
        var session = new EvaluateSession(new CommandOutput(arguments.GetValue(json)), dataSet)
        {
            Models = arguments.GetRequiredValue(model),
            Part = chosen,
            Split = clips.Split(arguments),
            WindowMicroseconds = ClipDataOptions.Microseconds(arguments.GetValue(window), "--window"),
            Pictures = arguments.GetValue(pictures),
        };
        return await session.RunAsync(cancellation);
    }
}
