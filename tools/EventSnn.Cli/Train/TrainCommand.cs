using System.CommandLine;
using EventSnn.Cli.Devices;
using EventSnn.Cli.Shell;
using EventSnn.Events.Binning;
using EventSnn.Networks;
using EventSnn.Networks.Learning;
using EventSnn.Training;
using EventSnn.Training.Augmentation;
using EventSnn.Training.DataSets;
using EventSnn.Training.Recipes;
using EventSnn.Training.Runs;

namespace EventSnn.Cli.Train;

/// <summary><c>eventsnn train</c>: learn from a data set.</summary>
public sealed class TrainCommand : CliCommand
{
    private const int MostBeginnings = 100;

    private readonly ClipDataOptions clips = new();
    private readonly Option<string> preset = new("--preset") { Description = "The network and its recipe, see below.", DefaultValueFactory = _ => "best", HelpName = "NAME" };
    private readonly Option<string?> rule = new("--rule") { Description = $"The learning rule: {string.Join(", ", LearningRules.Names)}. decolle is the preset as it is; tess takes the preset tess; bptt trains the layers of the preset by back-propagation through time, and the model replays like any other. current-step and feedback train small networks of their own, which only this command tests.", HelpName = "NAME" };
    private readonly Option<string> model = new("--out") { Description = "The model to make (safetensors). The run's folder stands beside it: for gestures.safetensors it is gestures.run.", Required = true, HelpName = "MODEL" };
    private readonly Option<double?> dt = new("--dt") { Description = "Length of a step in milliseconds. Default: the recipe's.", HelpName = "MS" };
    private readonly Option<int?> downsample = new("--downsample") { Description = "Pixels summed into one input in each direction. Default: what the recipe's input needs.", HelpName = "N" };
    private readonly Option<bool?> motion = new("--motion") { Description = "Motion as input besides polarities (four channels, found in fine steps of 20 ms): true or false. Default: the recipe's.", HelpName = "BOOL" };
    private readonly Option<int?> epochs = new("--epochs") { Description = "Passes over the training clips. Default: the recipe's.", HelpName = "N" };
    private readonly Option<bool?> clipReadout = new("--clip-readout") { Description = "A readout of whole clips beside the layers: a discriminant on the spike counts of a fixed layer. true or false. Default: the preset's.", HelpName = "BOOL" };
    private readonly Option<int?> clipEpochs = new("--clip-epochs") { Description = "Epochs in which the clip readout learns, from the first on: 1 to all. Default: all.", HelpName = "N" };
    private readonly Option<int?> beginnings = new("--clip-beginnings") { Description = $"Beginnings of every clip that the clip readout learns beside the whole, for early decisions: 0 to {MostBeginnings}. Each costs the clip readout as much as a clip more. Default: the recipe's (1 for dvsgesture, else 0).", HelpName = "N" };
    private readonly Option<double?> layersShare = new("--layers-share") { Description = "How much the layers have to say beside the clip readout: the power of their probability, 0 to 1. Default: the recipe's.", HelpName = "SHARE" };
    private readonly Option<long?> samples = new("--samples") { Description = "Stop after so many clips, in the middle of an epoch where it must.", HelpName = "N" };
    private readonly Option<int?> batch = new("--batch") { Description = "Clips whose gradients make one update. Default: the recipe's.", HelpName = "N" };
    private readonly Option<double?> crop = new("--crop") { Description = "Learn from pieces of this length, in milliseconds. Default: the recipe's; else whole clips.", HelpName = "MS" };
    private readonly Option<bool?> randomStart = new("--random-start") { Description = "Let the pieces start at random: true or false. Default: the recipe's.", HelpName = "BOOL" };
    private readonly Option<double?> window = new("--window") { Description = "Decide after so many milliseconds of a clip; 0 for whole clips. Default: the recipe's.", HelpName = "MS" };
    private readonly Option<LearningRateSchedule?> schedule = new("--schedule") { Description = $"How the learning rate changes: {string.Join(", ", EnumName.All(typeof(LearningRateSchedule)))}. Default: the recipe's.", HelpName = "NAME" };
    private readonly Option<string?> updatePolicy = UpdatePolicyOption.Create();
    private readonly Option<double?> learningRate = new("--learning-rate") { Description = "Learning rate, above 0. Default: the preset's.", HelpName = "LR" };
    private readonly Option<double> validation = new("--validation") { Description = "Share of the training clips that chooses the best epoch: whole subjects where they are known. 0 for none, below 1.", HelpName = "SHARE" };
    private readonly Option<int?> patience = new("--patience") { Description = "Stop when the validation accuracy has not risen for so many epochs.", HelpName = "N" };
    private readonly Option<string[]> holdOut = new("--hold-out") { Description = "Classes that the model is not to know, to test rejection with.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [], HelpName = "CLASS" };
    private readonly Option<bool> plain = new("--no-augmentation") { Description = "Show every clip as it is." };
    private readonly Option<double?> shift = new("--shift") { Description = "Largest shift, as a share of the width. Default: the recipe's.", HelpName = "SHARE" };
    private readonly Option<double?> rotation = new("--rotate") { Description = "Largest rotation in degrees. Default: the recipe's.", HelpName = "DEG" };
    private readonly Option<double?> scale = new("--scale") { Description = "Largest change of size. Default: the recipe's.", HelpName = "SHARE" };
    private readonly Option<double?> warp = new("--warp") { Description = "Largest change of speed. Default: the recipe's.", HelpName = "SHARE" };
    private readonly Option<double?> drop = new("--drop") { Description = "Largest share of events that is dropped. Default: the recipe's.", HelpName = "SHARE" };
    private readonly Option<double?> polarity = new("--polarity-noise") { Description = "Share of inputs whose polarity is swapped. Default: the recipe's.", HelpName = "SHARE" };
    private readonly Option<ulong> seed = new("--seed") { Description = "Equal seeds give equal results.", DefaultValueFactory = _ => 1, HelpName = "S" };
    private readonly Option<double> checkpoint = new("--checkpoint-every") { Description = "Seconds between checkpoints within an epoch.", DefaultValueFactory = _ => 60, HelpName = "S" };
    private readonly Option<double?> freezeOut = new("--freeze-out") { Description = "FreezeOut: let layers end learning from the bottom up, the lowest after the cube of this share of the training; above 0, at most 1, usually 0.8.", HelpName = "SHARE" };
    private readonly DeviceOption device = new();
    private readonly Option<bool> resume = new("--resume") { Description = "Go on where the run beside MODEL stopped, bit for bit." };
    private readonly Option<bool> json = new("--json") { Description = "One JSON object per line: split, epochs, result." };

    /// <inheritdoc/>
    protected override Command Describe()
    {
        var command = new Command("train", $"""
            Learn from a data set of labelled clips.

            With the recordings that come with EventSnn, then with whole data sets:
              eventsnn train --data recordings --layout dvsgesture --out gestures.safetensors
              eventsnn train --data DvsGesture --layout dvsgesture --preset paper --out gestures.safetensors
              eventsnn train --data dvs-sign --layout folder --folds 5 --fold 0 --out sign0.safetensors

            {PresetHelp.Recipes()}
            """);
        foreach (Option option in clips.All.Concat([
            preset, rule, model, dt, downsample, motion, epochs, clipReadout, clipEpochs, beginnings, layersShare, samples, batch, crop, randomStart, window, schedule, freezeOut, updatePolicy, learningRate, validation, patience, holdOut,
            plain, shift, rotation, scale, warp, drop, polarity, seed, checkpoint, device.Option, resume, json,
        ]))
        {
            command.Add(option);
        }

        return command;
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string? learning = LearningRules.Check(arguments.GetValue(rule));
        bool presetGiven = arguments.IsGiven(preset);
        string name = learning == "tess" && !presetGiven ? "tess" : arguments.GetValue(preset)!;
        if (learning == "tess" && !name.StartsWith("tess", StringComparison.Ordinal))
        {
            throw UsageException.Option("--rule", "tess with the preset tess or tess-noncausal (or none)", $"tess with --preset {name}");
        }

        if (!NetworkPresets.Names.Contains(name))
        {
            throw UsageException.Option("--preset", $"one of {string.Join(", ", NetworkPresets.Names)}", name);
        }

        CheckValues(arguments);
        LearningRules.Refuse(learning, "--device", arguments.GetValue(device.Option) != ComputeDevices.Cpu);
        LearningRules.Refuse(learning, "--update-policy", arguments.GetValue(updatePolicy) is not null);
        LearningRules.Refuse(learning, "--freeze-out", arguments.GetValue(freezeOut) is not null);
        LearningRules.Refuse(learning, "--clip-readout", arguments.GetValue(clipReadout) is not null);
        LearningRules.Refuse(learning, "--clip-epochs", arguments.GetValue(clipEpochs) is not null);
        LearningRules.Refuse(learning, "--clip-beginnings", arguments.GetValue(beginnings) is not null);
        LearningRules.Refuse(learning, "--layers-share", arguments.GetValue(layersShare) is not null);
        CheckClipOptions(arguments, name);
        LearningRules.Refuse(learning, "--resume", arguments.GetValue(resume));
        var output = new CommandOutput(arguments.GetValue(json));
        ClipDataSet dataSet = clips.Open(arguments);
        TrainingRecipe recipe = TrainingRecipe.For(name, dataSet.Layout);
        TrainingOptions options = Options(arguments, recipe.Options);
        var session = new TrainSession(output, dataSet)
        {
            Backend = device.Choose(arguments, options.BatchSize, 0, output).Open,
            Preset = name,
            Model = arguments.GetRequiredValue(model),
            StepMicroseconds = ClipDataOptions.Microseconds(arguments.GetValue(dt), "--dt") ?? recipe.StepMicroseconds,
            Downsample = arguments.GetValue(downsample) ?? dataSet.DownsampleTo(recipe.TargetInputs),
            Motion = Motion(arguments, recipe, dataSet),
            ClipReadout = arguments.GetValue(clipReadout),
            LayersShare = arguments.GetValue(layersShare) ?? recipe.LayersShare,
            LearningRate = arguments.GetValue(learningRate),
            UpdatePolicy = UpdatePolicyOption.Parse(arguments.GetValue(updatePolicy)) ?? UpdatePolicy.Always,
            Split = clips.Split(arguments) with { Validation = arguments.GetValue(validation), HeldOutClasses = arguments.GetValue(holdOut) ?? [] },
            Options = options,
            Resume = arguments.GetValue(resume),
        };
        return learning switch
        {
            LearningRules.Bptt => await new BpttSession(output, dataSet, session).RunAsync(cancellation),
            LearningRules.CurrentStep or LearningRules.Feedback or LearningRules.SuperSpike or LearningRules.Stdp => await new RuleSession(output, dataSet, session, learning).RunAsync(cancellation),
            _ => await session.RunAsync(cancellation),
        };
    }

    private TrainingOptions Options(ParseResult arguments, TrainingOptions recipe)
    {
        double? seen = arguments.GetValue(window);
        int passes = arguments.GetValue(epochs) ?? recipe.Epochs;
        if (arguments.GetValue(clipEpochs) is { } learned && (learned < 1 || learned > passes))
        {
            throw UsageException.Option("--clip-epochs", $"1 to {passes}, the epochs there are (--clip-readout false trains without a clip readout)", $"{learned}");
        }

        var options = recipe with
        {
            Epochs = passes,
            ClipReadoutEpochs = arguments.GetValue(clipEpochs) ?? recipe.ClipReadoutEpochs,
            ClipBeginnings = arguments.GetValue(beginnings) ?? recipe.ClipBeginnings,
            MaximumSamples = arguments.GetValue(samples),
            BatchSize = arguments.GetValue(batch) ?? recipe.BatchSize,
            CropMicroseconds = ClipDataOptions.Microseconds(arguments.GetValue(crop), "--crop") ?? recipe.CropMicroseconds,
            RandomStart = arguments.GetValue(randomStart) ?? recipe.RandomStart,
            WindowMicroseconds = seen == 0 ? null : ClipDataOptions.Microseconds(seen, "--window") ?? recipe.WindowMicroseconds,
            Schedule = arguments.GetValue(schedule) ?? recipe.Schedule,
            FreezeOut = arguments.GetValue(freezeOut) is { } share ? new FreezeOutSchedule(share) : recipe.FreezeOut,
            Patience = arguments.GetValue(patience),
            Seed = arguments.GetValue(seed),
            CheckpointSeconds = arguments.GetValue(checkpoint),
            Augmentation = arguments.GetValue(plain) ? new AugmentationOptions() : new AugmentationOptions
            {
                Shift = arguments.GetValue(shift) ?? recipe.Augmentation.Shift,
                Rotation = arguments.GetValue(rotation) ?? recipe.Augmentation.Rotation,
                Scale = arguments.GetValue(scale) ?? recipe.Augmentation.Scale,
                TimeWarp = arguments.GetValue(warp) ?? recipe.Augmentation.TimeWarp,
                Drop = arguments.GetValue(drop) ?? recipe.Augmentation.Drop,
                PolarityNoise = arguments.GetValue(polarity) ?? recipe.Augmentation.PolarityNoise,
            },
        };
        try
        {
            options.Validate();
        }
        catch (TrainingException e)
        {
            // Its values come from the command line, not from a file.
            throw new UsageException(e.Message);
        }

        return options;
    }

    private MotionOptions? Motion(ParseResult arguments, TrainingRecipe recipe, ClipDataSet dataSet)
    {
        bool? wanted = arguments.GetValue(motion);
        MotionOptions? chosen = wanted is { } on ? on ? recipe.Motion ?? new MotionOptions() : null : recipe.Motion;
        if (chosen is null)
        {
            return null;
        }

        if (dataSet.IsDrawn)
        {
            return wanted is null ? null : throw UsageException.Option("--motion", "false for pictures, in which nothing moves", "true");
        }

        long step = ClipDataOptions.Microseconds(arguments.GetValue(dt), "--dt") ?? recipe.StepMicroseconds;
        ClipDataOptions.CheckMotion(chosen, step, " (or --motion false)");
        return chosen;
    }

    /// <summary>Options of a clip readout do nothing without one.</summary>
    private void CheckClipOptions(ParseResult arguments, string name)
    {
        if (arguments.GetValue(clipReadout) == true || (name == "best" && arguments.GetValue(clipReadout) is null))
        {
            return;
        }

        string why = arguments.GetValue(clipReadout) == false ? "--clip-readout false leaves it out" : $"preset {name} has none; add --clip-readout true";
        foreach ((Option option, bool given) in new (Option, bool)[]
        {
            (clipEpochs, arguments.GetValue(clipEpochs) is not null), (beginnings, arguments.GetValue(beginnings) is not null), (layersShare, arguments.GetValue(layersShare) is not null),
        })
        {
            if (given)
            {
                throw new UsageException($"Option {option.Name} is about the clip readout, and {why}. Leave one of the two out.");
            }
        }
    }

    private void CheckValues(ParseResult arguments)
    {
        if (arguments.GetValue(schedule) is { } chosen && !Enum.IsDefined(chosen))
        {
            throw UsageException.Option("--schedule", EnumName.Expected(typeof(LearningRateSchedule)), $"{chosen}");
        }

        if (arguments.GetValue(downsample) is < 1 and var factor)
        {
            throw UsageException.Option("--downsample", "1 or more", $"{factor}");
        }

        OptionRange.CheckGiven(arguments, epochs, 1);
        OptionRange.CheckGiven(arguments, batch, 1);
        OptionRange.CheckGiven(arguments, patience, 1);
        OptionRange.CheckGiven(arguments, beginnings, 0, MostBeginnings);
        OptionRange.CheckGiven(arguments, layersShare, 0, 1);
        OptionRange.CheckGiven(arguments, shift, 0, .5);
        OptionRange.CheckGiven(arguments, rotation, 0, 45);
        OptionRange.CheckGiven(arguments, scale, 0, .5);
        OptionRange.CheckGiven(arguments, warp, 0, .5);
        OptionRange.CheckGiven(arguments, drop, 0, .99);
        OptionRange.CheckGiven(arguments, polarity, 0, .5);
        OptionRange.Check("--samples", arguments.GetValue(samples) ?? 1, 1);
        OptionRange.Check("--checkpoint-every", arguments.GetValue(checkpoint), 0);
        if (arguments.GetValue(freezeOut) is { } frozen && !(frozen is > 0 and <= 1))
        {
            throw UsageException.Option("--freeze-out", "a share above 0, at most 1", $"{frozen}");
        }

        if (arguments.GetValue(learningRate) is { } rate && !(rate > 0 && double.IsFinite(rate)))
        {
            throw UsageException.Option("--learning-rate", "a number above 0", $"{rate}");
        }

        if (arguments.GetValue(validation) is var share && !(share is >= 0 and < 1))
        {
            throw UsageException.Option("--validation", "a share from 0 to below 1", $"{share}");
        }
    }
}
