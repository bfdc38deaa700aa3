using System.CommandLine;
using EventSnn.Cli.Devices;
using EventSnn.Cli.Shell;
using EventSnn.Cli.Train;
using EventSnn.Networks;
using EventSnn.Networks.Compute.Simd;
using EventSnn.Training.DataSets;
using EventSnn.Training.Evaluation;
using EventSnn.Training.Recipes;

namespace EventSnn.Cli.Evaluate;

/// <summary><c>eventsnn evaluate</c>: how good is a model.</summary>
public sealed class EvaluateCommand : CliCommand
{
    private static readonly string[] Parts = ["auto", "train", "test", "all"];
    private readonly ClipDataOptions clips = new();
    private readonly Option<string[]> model = new("--model") { Description = "The model; several (one per seed) also give mean and deviation.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [], HelpName = "M" };
    private readonly Option<bool> prequential = new("--prequential") { Description = "One pass, test-then-train, of a fresh network beside simple controls, in place of --model." };
    private readonly Option<string> preset = new("--preset") { Description = "The network of --prequential.", DefaultValueFactory = _ => "best", HelpName = "NAME" };
    private readonly Option<double?> dt = new("--dt") { Description = "The step of --prequential in milliseconds.", HelpName = "MS" };
    private readonly Option<ulong> seed = new("--seed") { Description = "The seed of --prequential: weights and order.", DefaultValueFactory = _ => 1, HelpName = "S" };
    private readonly Option<string> part = new("--part") { Description = "Which clips: train, test, all; auto takes the test part where there is one.", DefaultValueFactory = _ => "auto", HelpName = "PART" };
    private readonly Option<double?> window = new("--window") { Description = "Decide after so many milliseconds of a clip. Default: whole clips.", HelpName = "MS" };
    private readonly Option<string?> pictures = new("--pictures") { Description = "Write over-time and reliability pictures (SVG) and their data (CSV) into this folder.", HelpName = "DIR" };
    private readonly DeviceOption device = new();
    private readonly Option<bool> json = new("--json") { Description = "One JSON object per model, and one summary for several." };

    /// <inheritdoc/>
    protected override Command Describe()
    {
        var command = new Command("evaluate", """
            Classify the clips of a data set with frozen weights.

              eventsnn evaluate --model gestures.safetensors --data DvsGesture --layout dvsgesture --window 1800 --json
              eventsnn evaluate --model sign0.safetensors --data dvs-sign --layout folder --folds 5 --fold 0 --window 2000
              eventsnn evaluate --prequential --data dvs-sign --layout folder --folds 5
            """);
        foreach (Option option in clips.All.Concat([model, part, window, prequential, preset, dt, seed, pictures, device.Option, json]))
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

        string[] models = arguments.GetValue(model) ?? [];
        bool onePass = arguments.GetValue(prequential);
        string name = arguments.GetValue(preset)!;
        if (onePass == models.Length > 0)
        {
            throw new UsageException("Give either --model M, or --prequential for one pass of a fresh network.");
        }

        foreach (Option option in new Option[] { preset, dt, seed })
        {
            if (!onePass && arguments.IsGiven(option))
            {
                throw new UsageException($"Option {option.Name} is about --prequential; a model brings its own. Leave one of the two out.");
            }
        }

        if (onePass && arguments.IsGiven(part))
        {
            throw new UsageException("Option --part is about --model; a pass (--prequential) learns from the training clips and tests with the test clips, if there are any. Leave one of the two out.");
        }

        if (!NetworkPresets.Names.Contains(name))
        {
            throw UsageException.Option("--preset", $"one of {string.Join(", ", NetworkPresets.Names)}", name);
        }

        foreach (string file in models)
        {
            // A model that is none is told before a large data set is looked through.
            SpikingNetwork.Load(file, new SimdBackend()).Dispose();
        }

        ClipDataSet dataSet = clips.Open(arguments);
        var output = new CommandOutput(arguments.GetValue(json));
        long? seen = ClipDataOptions.Microseconds(arguments.GetValue(window), "--window");
        if (onePass)
        {
            TrainingRecipe recipe = TrainingRecipe.For(name, dataSet.Layout);
            return await new PrequentialSession(output, dataSet)
            {
                Backend = device.Choose(arguments, 1, 0, output).Open,
                Preset = name,
                StepMicroseconds = ClipDataOptions.Microseconds(arguments.GetValue(dt), "--dt") ?? recipe.StepMicroseconds,
                Downsample = dataSet.DownsampleTo(recipe.TargetInputs),
                Motion = dataSet.IsDrawn ? null : recipe.Motion,
                WindowMicroseconds = seen ?? recipe.Options.WindowMicroseconds,
                Split = clips.Split(arguments),
                Seed = arguments.GetValue(seed),
                Pictures = arguments.GetValue(pictures),
            }.RunAsync(cancellation);
        }

        var session = new EvaluateSession(output, dataSet)
        {
            Backend = device.Choose(arguments, new EvaluationOptions().BatchSize, 0, output).Open,
            Models = models,
            Part = chosen,
            Split = clips.Split(arguments),
            WindowMicroseconds = seen,
            Pictures = arguments.GetValue(pictures),
        };
        return await session.RunAsync(cancellation);
    }
}
