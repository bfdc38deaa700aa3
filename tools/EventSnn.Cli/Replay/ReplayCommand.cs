using System.CommandLine;
using EventSnn.Cli.Devices;
using EventSnn.Cli.Shell;
using EventSnn.Networks;
using EventSnn.Recordings;

namespace EventSnn.Cli.Replay;

/// <summary><c>eventsnn replay</c>: the main job.</summary>
public sealed class ReplayCommand : CliCommand
{
    private readonly Argument<string> file = new("FILE") { Description = "The recording." };
    private readonly Option<string?> labels = new("--labels") { Description = "Labels: class (from 1), startTime_usec, endTime_usec. Default: FILE's *_labels.csv.", HelpName = "CSV" };
    private readonly Option<bool> learn = new("--learn") { Description = "Learn from labelled gestures while the recording runs." };
    private readonly Option<double> learnFraction = new("--learn-fraction")
    {
        Description = "Learn only from this first part of every gesture, then classify the rest with the weights frozen. Above 0, at most 1.",
        DefaultValueFactory = _ => 1,
        HelpName = "F",
    };

    private readonly Option<int> epochs = new("--epochs")
    {
        Description = "Passes over what is learned: the first as it streams, further ones (rehearsals) from memory in shuffled order. One pass over half a minute teaches little.",
        DefaultValueFactory = _ => DefaultEpochs,
        HelpName = "N",
    };

    private readonly Option<string[]> test = new("--test")
    {
        Description = "Recordings to classify afterwards, with the weights frozen; scored where they have labels.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
        HelpName = "FILE",
    };

    private readonly Option<string?> model = new("--model") { Description = "Begin with this model instead of fresh weights.", HelpName = "M" };
    private readonly Option<string?> save = new("--save") { Description = "Save what was learned here (safetensors); an old file is replaced only when the new one is whole.", HelpName = "M" };
    private readonly Option<string> preset = new("--preset")
    {
        Description = "The fresh network, see below.",
        DefaultValueFactory = _ => ReplayStep.DefaultPreset,
        HelpName = "NAME",
    };

    private readonly Option<double?> dt = new("--dt")
    {
        Description = "The step length of a fresh network in milliseconds of event time, 0.01 to 1000. Default: the preset's, see below.",
        HelpName = "MS",
    };

    private readonly Option<string?> updatePolicy = UpdatePolicyOption.Create();
    private readonly Option<string> speed = new("--speed")
    {
        Description = "max, 1x (real time), or a factor like 0.5x.",
        DefaultValueFactory = _ => "max",
        HelpName = "S",
    };

    private readonly Option<ulong> seed = new("--seed") { Description = "Seed of weights, dropout and order; equal seeds give equal results.", DefaultValueFactory = _ => 1, HelpName = "S" };
    private readonly DeviceOption device = new();
    private readonly Option<int> threads = new("--threads") { Description = "Threads of the network; 0 for as many as there are cores. Results are the same with any number.", HelpName = "N" };
    private readonly Option<bool> verbose = new("--verbose") { Description = "Print every classification, also while learning, and a confusion table per recording." };
    private readonly Option<bool> json = new("--json") { Description = "One JSON object per line; classes count from 0." };
    private readonly ReadingOptions reading = new();
    private readonly TimeRangeOptions range = new();

    private const int DefaultEpochs = 40;

    /// <inheritdoc/>
    protected override Command Describe()
    {
        Command command = new("replay", $"""
            Replay a recording through a spiking network, learn while it runs, and emit gestures as a stream.

            Learn online from one person, then classify two others:
              eventsnn replay recordings/user01_led.aedat --learn --test recordings/user02_led.aedat recordings/user03_led.aedat
            Learn from the first ten seconds alone (--from and --to concern FILE, not the recordings of --test):
              eventsnn replay recordings/user01_led.aedat --learn --to 10 --test recordings/user02_led.aedat
            Learn from the first half of every gesture, classify the second halves:
              eventsnn replay recordings/user01_led.aedat --learn --learn-fraction .5
            Keep what was learned, and use it at the speed of the camera:
              eventsnn replay recordings/user01_led.aedat --learn --save gestures.safetensors
              eventsnn replay recordings/user02_led.aedat --model gestures.safetensors --speed 1x

            {PresetHelp.Networks(ReplayStep.Of)}
            """)
        {
            file, labels, learn, learnFraction, epochs, test, model, save, preset, dt, updatePolicy, speed, seed, threads, device.Option, verbose, json,
        };
        range.AddTo(command);
        reading.AddTo(command);
        return command;
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var output = new CommandOutput(arguments.GetValue(json));
        string chosen = arguments.GetValue(preset)!;
        if (!NetworkPresets.Names.Contains(chosen))
        {
            throw UsageException.Option("--preset", $"one of {string.Join(", ", NetworkPresets.Names)}", chosen);
        }

        var options = new ReplayOptions
        {
            File = arguments.GetRequiredValue(file),
            Labels = arguments.GetValue(labels),
            Learn = arguments.GetValue(learn),
            LearnFraction = arguments.GetValue(learnFraction),
            Epochs = arguments.GetValue(epochs),
            Test = arguments.GetValue(test) ?? [],
            Model = arguments.GetValue(model),
            Save = arguments.GetValue(save),
            Preset = chosen,
            StepMicroseconds = arguments.GetValue(dt) is { } step ? Microseconds(step) : ReplayStep.Of(chosen),
            UpdatePolicy = UpdatePolicyOption.Parse(arguments.GetValue(updatePolicy)),
            Speed = ReplaySpeed.Parse(arguments.GetValue(speed)!),
            Seed = arguments.GetValue(seed),
            Threads = arguments.GetValue(threads),
            Reading = reading.Get(arguments),
            RangeOfFile = range.Add(arguments, reading.Get(arguments)),
            Verbose = arguments.GetValue(verbose),
        };
        CheckValues(options);
        CheckTogether(options);
        RefuseWithoutEffect(arguments, options);
        options = options with { Backend = device.Choose(arguments, 1, options.Threads, output).Open };
        return await new ReplaySession(options, output, cancellation).RunAsync();
    }

    private static long Microseconds(double milliseconds) => milliseconds is >= .01 and <= 1000
        ? (long)Math.Round(milliseconds * 1000)
        : throw UsageException.Option("--dt", "0.01 to 1000 milliseconds", $"{milliseconds}");

    private static void CheckValues(ReplayOptions options)
    {
        if (!(options.LearnFraction > 0 && options.LearnFraction <= 1))
        {
            throw UsageException.Option("--learn-fraction", "a number above 0 and at most 1", $"{options.LearnFraction}");
        }

        if (options.Threads is < 0 or > 256)
        {
            throw UsageException.Option("--threads", "0 to 256", $"{options.Threads}");
        }

        if (options.Epochs < 1)
        {
            throw UsageException.Option("--epochs", "at least 1", $"{options.Epochs}");
        }
    }

    private static void CheckTogether(ReplayOptions options)
    {
        if (!options.Learn && options.Model is null)
        {
            if (!Path.Exists(options.File))
            {
                throw new RecordingException(options.File, null, "a recording", "no such file", "Check the path.", new FileNotFoundException()); // mistyped, most likely: that comes first
            }

            throw new UsageException(
                "There is nothing to recognise with: give --learn to learn from this recording's labels, or --model M to use a saved model.");
        }

        if (options.LearnFraction < 1 && !options.Learn)
        {
            throw new UsageException("Option --learn-fraction: expected --learn beside it, found none. Add --learn, or leave --learn-fraction away.");
        }

        if (options is { Save: not null, Learn: false })
        {
            throw new UsageException("Option --save: expected --learn beside it, found none, so the model would only be copied. Add --learn, or copy the file.");
        }
    }

    private void RefuseWithoutEffect(ParseResult arguments, ReplayOptions options)
    {
        if (options.Model is not null)
        {
            arguments.RefuseWithoutEffect(preset, "the model brings its own network");
            arguments.RefuseWithoutEffect(dt, "the model brings its own step");
        }

        if (!options.Learn)
        {
            arguments.RefuseWithoutEffect(epochs, "without --learn nothing is learned");
            arguments.RefuseWithoutEffect(seed, "with --model and without --learn nothing is drawn at random");
        }
    }
}
