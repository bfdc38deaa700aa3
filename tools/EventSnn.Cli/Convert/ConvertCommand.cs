using System.CommandLine;
using System.Globalization;
using EventSnn.Cli.Shell;
using EventSnn.Events.Geometry;
using EventSnn.Recordings;
using EventSnn.Recordings.Conversion;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Sensors;
using EventSnn.Recordings.Writing;
using Spectre.Console;
using Region = EventSnn.Events.Geometry.Region;

namespace EventSnn.Cli.Convert;

/// <summary><c>eventsnn convert IN... OUT</c>: another format, a part of a recording, or both.</summary>
public sealed class ConvertCommand : CliCommand
{
    private readonly Argument<string[]> files = new("files") { Arity = new ArgumentArity(2, 100_000), Description = "One or more recordings, then the file to write, or a folder for several." };
    private readonly Option<string?> format = new("--format") { Description = $"Format to write: {string.Join(", ", Recording.WritableFormatNames)}. Without it the extension decides." };
    private readonly Option<string?> compression = new("--compression") { Description = "AEDAT 4: none, lz4 or zstd." };
    private readonly Option<string?> camera = new("--camera") { Description = "The camera's name to write, where the format holds one." };
    private readonly TimeRangeOptions range = new();
    private readonly Option<string?> crop = new("--crop") { Description = "Cut out a region: X,Y,W,H." };
    private readonly Option<int> downsample = new("--downsample") { Description = "Join squares of N pixels to one.", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> polarity = new("--polarity") { Description = "Keep only on or off." };
    private readonly Option<long> refractory = new("--refractory") { Description = "Drop events of pixels that fired less than N us ago." };
    private readonly Option<long> background = new("--background") { Description = "Drop events without a neighbour's event in the last N us." };
    private readonly Option<bool> sort = new("--sort") { Description = "Put events in order of time." };
    private readonly Option<string?> timeOrigin = new("--time-origin") { Description = "first: shift times so that the first event is at 0." };
    private readonly Option<bool> overwrite = new("--overwrite") { Description = "Replace a file that is there already; without it, that is refused. A recording is never written over itself." };
    private readonly Option<int> jobs = new("--jobs") { Description = "Files to convert at once.", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON per file." };
    private readonly ReadingOptions reading = new();

    /// <inheritdoc/>
    protected override Command Describe()
    {
        Command command = new("convert", """
            Write a recording in another format, or a part of it. Nothing is lost silently: what the format cannot hold is refused, and so is an OUT that exists.

              eventsnn convert recordings/user01_led.aedat waves.csv --from 3 --to 5.5
              eventsnn convert recordings/*.aedat converted --format aedat4 --jobs 2
            """)
        {
            files, format, compression, camera, crop, downsample, polarity, refractory, background, sort, timeOrigin, overwrite, jobs, json,
        };
        range.AddTo(command);
        reading.AddTo(command);
        return command;
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        CommandOutput output = new(arguments.GetValue(json));
        string[] given = arguments.GetRequiredValue(files);
        string target = given[^1];
        string[] sources = given[..^1];
        bool replace = arguments.GetValue(overwrite);
        int parallelFiles = arguments.GetValue(jobs) is >= 1 and var j ? j : throw UsageException.Option("--jobs", "1 or more", $"{arguments.GetValue(jobs)}");
        ConversionOptions options = Options(arguments);
        foreach (string source in sources)
        {
            ReadingOptions.RefuseContradiction(source, options.Read);
        }

        if (given.Length == 2 && !Directory.Exists(target))
        {
            RequireWritable(target, options.Write.Format);
            Protect(sources, target, replace);
            await ConvertOne(output, given[0], target, options, cancellation);
            return ExitCode.Success;
        }

        string extension = Recording.ExtensionOf(options.Write.Format
            ?? throw new UsageException($"Several files go into a folder in one format: expected --format NAME, one of {string.Join(", ", Recording.WritableFormatNames)}, found none."))!;
        string[] targets = [.. sources.Select(s => Path.Combine(target, Stem(s) + extension))];
        if (targets.Distinct(StringComparer.Ordinal).Count() < targets.Length)
        {
            throw new UsageException("Two of the files have the same name and would overwrite each other; convert them into different folders.");
        }

        foreach (string each in targets)
        {
            Protect(sources, each, replace);
        }

        Directory.CreateDirectory(target);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = parallelFiles, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Enumerable.Range(0, sources.Length), parallel, (i, token) =>
        {
            ConversionResult result = RecordingConverter.Convert(sources[i], targets[i], options, null, token);
            lock (output)
            {
                Report(output, sources[i], targets[i], result);
            }

            return ValueTask.CompletedTask;
        });
        return ExitCode.Success;
    }

    private static async Task ConvertOne(CommandOutput output, string source, string target, ConversionOptions options, CancellationToken cancellation)
    {
        ConversionResult? result = null;
        if (output.CanDrawProgress)
        {
            await output.Notes.Progress().StartAsync(context =>
            {
                ProgressTask task = context.AddTask(Path.GetFileName(source));
                result = RecordingConverter.Convert(source, target, options, (at, length) => task.Value = 100.0 * at / (length ?? at + 1), cancellation);
                task.Value = 100;
                return Task.CompletedTask;
            });
        }

        result ??= RecordingConverter.Convert(source, target, options, null, cancellation);
        Report(output, source, target, result);
    }

    private static void Report(CommandOutput output, string source, string target, ConversionResult result)
    {
        if (output.Json)
        {
            CommandOutput.WriteJson(new { Source = source, Target = target, result.Read, result.Written, result.OutsideTime, result.PassedOver, IndexUse = result.IndexUse.ToString(), result.Filtered, result.Skipped, result.Warnings });
            return;
        }

        string left = result.Read == result.Written ? string.Empty
            : $" ({result.OutsideTime} outside the time range, {result.Filtered} taken out by filters)";
        output.Line($"{target}: {result.Written} of {result.Read} events written{left}");
        TimeRangeOptions.Tell(output, source, result.IndexUse, result.IndexFault);
        if (result.Written == 0 && result.Read > 0)
        {
            output.Warn($"{target} holds no event: of {result.Read}, {result.OutsideTime} are outside the time range and {result.Filtered} were taken out by filters; eventsnn info {source} tells its times");
        }

        if (result.Skipped > 0 || result.Warnings > 0)
        {
            output.Warn($"{source}: {Counted.Of(result.Skipped, "record")} skipped, {Counted.Of(result.Warnings, "fault")} passed over; eventsnn info tells which");
        }

        if (result.Size.Origin == SizeOrigin.Assumed)
        {
            output.Note($"{source} tells no sensor; {result.Size.Size} assumed, the smallest usual one that holds its events (else --size WxH)");
        }
        else if (result.WrittenSize is { } size)
        {
            TellOfSize(output, target, size);
        }
    }

    /// <summary>A reader of a file that holds no sensor size takes a usual one that holds its events, which a smaller scene need not have had.</summary>
    private static void TellOfSize(CommandOutput output, string target, SensorSize size)
    {
        using RecordingReader reader = Recording.Open(target);
        if (reader.DeclaredSize is null)
        {
            output.Note($"{target} holds no sensor size, as its format has no place for one: read it with --size {size}");
        }
    }

    /// <summary>Refuses to write over a file that is read, and, unless asked to, over any other.</summary>
    private static void Protect(IEnumerable<string> sources, string target, bool overwrite)
    {
        if (sources.FirstOrDefault(s => SameFile.Is(s, target)) is { } source)
        {
            throw new UsageException($"{target}: expected another file to write to than {source}, which is read; found the same file. Give OUT another name.");
        }

        if (!overwrite && File.Exists(target))
        {
            throw new UsageException($"{target}: expected a new file to write to, found one that exists. Give --overwrite to replace it, or another name.");
        }
    }

    private static void RequireWritable(string target, string? format)
    {
        string name = target.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? target[..^3] : target;
        string extension = Path.GetExtension(name).ToLowerInvariant();
        if (format is null && !Recording.WritableExtensions.Contains(extension))
        {
            throw new UsageException(
                $"{target}: expected an extension that decides the format ({string.Join(", ", Recording.WritableExtensions)}), found '{extension}'. "
                + $"Use one of those, or name the format with --format ({string.Join(", ", Recording.WritableFormatNames)}).");
        }
    }

    private ConversionOptions Options(ParseResult arguments) => new()
    {
        Read = range.Add(arguments, reading.Get(arguments)),
        Write = new WriteOptions
        {
            Format = Choice("--format", arguments.GetValue(format), Recording.WritableFormatNames),
            Compression = Choice("--compression", arguments.GetValue(compression), ["none", "lz4", "zstd"]),
            Camera = arguments.GetValue(camera),
        },
        Crop = ParseRegion(arguments.GetValue(crop)),
        Downsample = arguments.GetValue(downsample) is >= 1 and var factor
            ? factor : throw UsageException.Option("--downsample", "a factor of at least 1", $"{arguments.GetValue(downsample)}"),
        Polarity = arguments.GetValue(polarity)?.ToLowerInvariant() switch
        {
            null => null, "on" => true, "off" => false, var other => throw UsageException.Option("--polarity", "on or off", other),
        },
        Refractory = NotNegative("--refractory", arguments.GetValue(refractory)),
        BackgroundActivity = NotNegative("--background", arguments.GetValue(background)),
        Sort = arguments.GetValue(sort),
        TimeOriginFirst = arguments.GetValue(timeOrigin) switch
        {
            null or "keep" => false, "first" => true, var other => throw UsageException.Option("--time-origin", "first or keep", other),
        },
    };

    private static long NotNegative(string option, long microseconds) =>
        microseconds >= 0 ? microseconds : throw UsageException.Option(option, "microseconds from 0 on", $"{microseconds}");

    private static string? Choice(string option, string? given, IReadOnlyList<string> known) =>
        given is null || known.Contains(given, StringComparer.OrdinalIgnoreCase) ? given
            : throw UsageException.Option(option, $"one of {string.Join(", ", known)}", given);

    private static Region? ParseRegion(string? text)
    {
        if (text is null)
        {
            return null;
        }

        string[] parts = text.Split(',');
        int[] numbers = [.. parts.Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : -1)];
        return numbers is [>= 0, >= 0, >= 1, >= 1]
            ? new Region(numbers[0], numbers[1], numbers[2], numbers[3])
            : throw UsageException.Option("--crop", "X,Y,W,H in pixels, as 10,20,64,64", text);
    }

    private static string Stem(string path)
    {
        string name = Path.GetFileName(path);
        string stem = Path.GetFileNameWithoutExtension(name);
        return Path.GetExtension(name) is ".gz" or ".zst" ? Path.GetFileNameWithoutExtension(stem) : stem;
    }
}
