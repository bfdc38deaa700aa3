using System.CommandLine;
using System.Diagnostics;
using EventSnn.Cli.Shell;

namespace EventSnn.Cli.Demo;

/// <summary><c>eventsnn demo NAME</c>: small tasks of the learning systems, each with figures beside targets and a picture.</summary>
public sealed class DemoCommand : CliCommand
{
    private readonly Argument<string?> name = new("name") { Description = $"Which: {string.Join(", ", Demonstration.All.Select(d => d.Name))}.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<ulong> seed = new("--seed") { Description = "The first seed; equal seeds give equal results.", DefaultValueFactory = _ => 1, HelpName = "S" };
    private readonly Option<int?> seeds = new("--seeds") { Description = "How many seeds to run.", HelpName = "N" };
    private readonly Option<string?> data = new("--data") { Description = "For those that learn digits: a folder with MNIST (IDX files). Default: simulated digits.", HelpName = "DIR" };
    private readonly Option<bool> full = new("--full") { Description = "The long form, where there is one." };
    private readonly Option<string?> picture = new("--out") { Description = "Where to write the picture (SVG). Default: demo-NAME.svg.", HelpName = "FILE" };
    private readonly Option<bool> json = new("--json") { Description = "One JSON object." };

    /// <inheritdoc/>
    protected override Command Describe() => new("demo", $"""
        Show a learning system at a small task. In brackets: how long it takes on a quiet core, with all its seeds and without --full.

        {string.Join(Environment.NewLine, Demonstration.All.Select(d => $"  {d.Name,-20} {d.Summary} ({d.Takes})"))}
        """)
    {
        name, seed, seeds, data, full, picture, json,
    };

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var output = new CommandOutput(arguments.GetValue(json));
        if (arguments.GetValue(name) is not { } chosen)
        {
            throw new UsageException($"Name a demonstration: eventsnn demo {string.Join(" | ", Demonstration.All.Select(d => d.Name))}.");
        }

        Demonstration demo = Demonstration.All.FirstOrDefault(d => d.Name == chosen)
            ?? throw new UsageException($"Expected one of the demonstrations {string.Join(", ", Demonstration.All.Select(d => d.Name))}, found '{chosen}'.");
        int count = arguments.GetValue(seeds) ?? demo.Seeds;
        if (count < 1)
        {
            throw UsageException.Option("--seeds", "1 or more", $"{count}");
        }

        RefuseSeeds(arguments, demo);
        if (arguments.GetValue(data) is not null && !demo.Pictures)
        {
            throw UsageException.Option("--data", $"a demonstration that learns digits ({string.Join(", ", Demonstration.All.Where(d => d.Pictures).Select(d => d.Name))})", demo.Name);
        }

        if (arguments.GetValue(full) && !demo.HasLongForm)
        {
            throw UsageException.Option("--full", $"a demonstration with a long form ({string.Join(", ", Demonstration.All.Where(d => d.HasLongForm).Select(d => d.Name))})", demo.Name);
        }

        string file = arguments.GetValue(picture) ?? $"demo-{demo.Name}.svg";
        SaveTarget.CheckPicture(file, "--out");
        var watch = Stopwatch.StartNew();
        DemoResult result = demo.Run(new DemoRun(arguments.GetValue(seed), count, arguments.GetValue(data), arguments.GetValue(full), output.Note, cancellation));
        File.WriteAllText(file, result.Svg);
        if (output.Json)
        {
            CommandOutput.WriteJson(new { demo.Name, Seed = arguments.GetValue(seed), Seeds = count, Seconds = watch.Elapsed.TotalSeconds, result.Figures, Picture = file });
            return Task.FromResult(ExitCode.Success);
        }

        int wide = result.Figures.Max(f => f.Name.Length) + 2;
        int measured = result.Figures.Max(f => f.Measured.Length) + 2;
        foreach (DemoFigure figure in result.Figures)
        {
            string verdict = figure.Reached switch { true => "  reached", false => "  NOT reached", _ => string.Empty };
            output.Line($"{figure.Name.PadRight(wide)}{figure.Measured.PadRight(measured)}{(figure.Target is null ? string.Empty : $"target {figure.Target}")}{verdict}".TrimEnd());
        }

        output.Line($"{watch.Elapsed.TotalSeconds:F1} s. Picture: {file}");
        return Task.FromResult(ExitCode.Success);
    }

    /// <summary>An option that would change nothing is a mistake.</summary>
    private void RefuseSeeds(ParseResult arguments, Demonstration demo)
    {
        bool given = arguments.IsGiven(seed);
        bool several = arguments.IsGiven(seeds);
        if (demo.Chance == DemoChance.None && (given || several))
        {
            throw UsageException.Option(given ? "--seed" : "--seeds", "a demonstration that draws numbers", $"{demo.Name}, which gives the same result whatever the seed");
        }

        if (demo.Chance == DemoChance.One && several && arguments.GetValue(seeds) > 1)
        {
            throw UsageException.Option("--seeds", $"1 for {demo.Name}", $"{arguments.GetValue(seeds)}");
        }
    }
}
