using System.CommandLine;
using EventSnn.Cli.Shell;
using EventSnn.Events.Geometry;
using EventSnn.Networks;

namespace EventSnn.Cli.Replay;

/// <summary><c>eventsnn replay</c>: the main job.</summary>
public sealed class ReplayCommand : CliCommand
{
    private readonly Argument<string> file = new("FILE") { Description = "The recording." };
    private readonly Option<string?> labels = new("--labels") { Description = "Labels: class,startTime_usec,endTime_usec. Default: FILE's *_labels.csv.", HelpName = "CSV" };
    private readonly Option<bool> learn = new("--learn") { Description = "Learn from labelled gestures while the recording runs." };
    private readonly Option<double> learnFraction = new("--learn-fraction")
    {
        Description = "Learn only from this first part of every gesture, then classify the rest with the weights frozen. Above 0, at most 1.",
        DefaultValueFactory = _ => 1,
        HelpName = "F",
    };

    private readonly Option<int> epochs = new("--epochs")
    {
        Description = "Passes over what is learned: the first as it streams, further ones from memory in shuffled order.",
        DefaultValueFactory = _ => DefaultEpochs,
        HelpName = "N",
    };

    private readonly Option<string[]> test = new("--test")
    {
        Description = "Recordings to classify afterwards, with the weights frozen.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
        HelpName = "FILE",
    };

    private readonly Option<string?> model = new("--model") { Description = "Begin with this model instead of fresh weights.", HelpName = "M" };
    private readonly Option<string?> save = new("--save") { Description = "Save the model here (safetensors); an old file is replaced only when the new one is whole.", HelpName = "M" };
    private readonly Option<string> preset = new("--preset")
    {
        Description = $"The fresh network: {string.Join(", ", NetworkPresets.Names)}.",
        DefaultValueFactory = _ => DefaultPreset,
        HelpName = "NAME",
    };

    private readonly Option<double> dt = new("--dt")
    {
        Description = "The step length of a fresh network in milliseconds of event time, 0.01 to 1000.",
        DefaultValueFactory = _ => DefaultStepMilliseconds,
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
    private readonly Option<int> threads = new("--threads") { Description = "Threads of the network; 0 for as many as there are cores. Results are the same with any number.", HelpName = "N" };
    private readonly Option<string?> size = new("--size") { Description = "The sensor, where the file does not tell it.", HelpName = "WxH" };
    private readonly Option<bool> strict = new("--strict") { Description = "Fail on damage in the recording instead of passing over it with a warning." };
    private readonly Option<bool> verbose = new("--verbose") { Description = "Print every classification, not only changes." };
    private readonly Option<bool> json = new("--json") { Description = "One JSON object per line." };

    private const int DefaultEpochs = 40;
    private const double DefaultStepMilliseconds = 50;
    private const string DefaultPreset = "best";

    /// <inheritdoc/>
    protected override Command Describe() =>
        new("replay", """
            Replay a recording through a spiking network, learn while it runs, and emit gestures as a stream.

            Learn online from one recording, then classify another:
              eventsnn replay recordings/learn.aedat --learn --test recordings/test.aedat
            Learn from the first half of every gesture, classify the second halves:
              eventsnn replay FILE --learn --learn-fraction .5
            Use a model that was saved:
              eventsnn replay FILE --model gestures.safetensors
            """)
        {
            file, labels, learn, learnFraction, epochs, test, model, save, preset, dt, updatePolicy, speed, seed, threads, size, strict, verbose, json,
        };

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var output = new CommandOutput(arguments.GetValue(json));
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
            Preset = arguments.GetValue(preset)!,
            StepMicroseconds = (long)Math.Round(arguments.GetValue(dt) * 1000),
            UpdatePolicy = UpdatePolicyOption.Parse(arguments.GetValue(updatePolicy)),
            Speed = ReplaySpeed.Parse(arguments.GetValue(speed)!),
            Seed = arguments.GetValue(seed),
            Threads = arguments.GetValue(threads),
            Strict = arguments.GetValue(strict),
            Verbose = arguments.GetValue(verbose),
        };
        Check(options);
        return await new ReplaySession(options, SizeOf(arguments.GetValue(size)), output, cancellation).RunAsync();
    }

    private static void Check(ReplayOptions options)
    {
        if (!options.Learn && options.Model is null)
        {
            throw new UsageException(
                "There is nothing to recognise with: give --learn to learn from this recording's labels, or --model M to use a saved model.");
        }

        if (!(options.LearnFraction > 0 && options.LearnFraction <= 1))
        {
            throw UsageException.Option("--learn-fraction", "a number above 0 and at most 1", $"{options.LearnFraction}");
        }

        if (options.LearnFraction < 1 && !options.Learn)
        {
            throw new UsageException("Option --learn-fraction needs --learn.");
        }

        if (options.StepMicroseconds is < 10 or > 1_000_000)
        {
            throw UsageException.Option("--dt", "0.01 to 1000 milliseconds", $"{options.StepMicroseconds / 1e3}");
        }

        if (options.Threads is < 0 or > 256)
        {
            throw UsageException.Option("--threads", "0 to 256", $"{options.Threads}");
        }

        if (options.Epochs < 1)
        {
            throw UsageException.Option("--epochs", "at least 1", $"{options.Epochs}");
        }

        if (!NetworkPresets.Names.Contains(options.Preset))
        {
            throw UsageException.Option("--preset", $"one of {string.Join(", ", NetworkPresets.Names)}", options.Preset);
        }
    }

    private static SensorSize? SizeOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return SensorSize.TryParse(text, out SensorSize parsed) ? parsed : throw UsageException.Option("--size", "WxH, as in 128x128", text);
    }
}
