using System.CommandLine;
using EventSnn.Cli.Shell;

namespace EventSnn.Cli.Bench;

/// <summary><c>eventsnn bench decode</c>: how fast recordings are read, from the page cache.</summary>
public sealed class DecodeBenchCommand : CliCommand
{
    private const int SmallCount = 1_200_000;
    private readonly Option<int> events = new("--events") { Description = "Millions of events in each file, 1 to 500.", DefaultValueFactory = _ => 8 };
    private readonly Option<int> rounds = new("--rounds") { Description = "Each measurement is the fastest of so many, 1 or more.", DefaultValueFactory = _ => 5 };
    private readonly Option<string?> only = new("--case") { Description = "Only the case of this name, else those whose name contains this." };
    private readonly Option<string?> python = new("--numpy") { Description = "A Python with numpy, to measure its frombuffer decoders beside ours." };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON per case." };

    /// <inheritdoc/>
    protected override Command Describe() => new("decode", "Measure decoding in millions of events per second.") { events, rounds, only, python, json };

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        CommandOutput output = new(arguments.GetValue(json));
        OptionRange.Check("--events", arguments.GetValue(events), 1, 500);
        OptionRange.Check("--rounds", arguments.GetValue(rounds), 1);
        List<DecodeCase> cases = Selected(arguments.GetValue(only));
        int count = arguments.GetValue(events) * 1_000_000;
        int repeat = arguments.GetValue(rounds);
        string folder = Directory.CreateTempSubdirectory("eventsnn-bench-").FullName;
        try
        {
            output.Line($"{"case",-22}{"B/event",9}{"1 core",10}{"CPU time",10}{"1 file/2",10}{"2 files/2",10}{"fresh",10}{"first",10}{"read",10}{"numpy",10}   million events per second");
            foreach (DecodeCase each in cases)
            {
                cancellation.ThrowIfCancellationRequested();
                string file = each.Write(folder, "case", count);
                string small = each.Write(folder, "small", SmallCount);
                DecodeMeasurement m = DecodeMeasurement.Of(file, count, small, SmallCount, repeat);
                double? numpy = arguments.GetValue(python) is { } interpreter ? NumpyPeer.Measure(interpreter, file, each.Format, count) : null;
                if (output.Json)
                {
                    CommandOutput.WriteJson(new
                    {
                        Case = each.Name, each.Format, Events = count, Bytes = new FileInfo(file).Length,
                        OneCore = Round(m.OneCore), OneCoreCpuTime = Round(m.OneCoreCpu), OneFileTwoCores = Round(m.OneFileTwoCores), TwoCores = Round(m.TwoCores),
                        ReadLimit = Round(m.ReadLimit), FreshArrays = Round(m.FreshArrays), FirstCall = Round(m.FirstCall),
                        Numpy = numpy is { } v ? Round(v) : (double?)null, TimesNumpy = numpy is { } n ? Round(m.OneCore / n) : (double?)null, m.AllocatedPerMillionEvents,
                    });
                }
                else
                {
                    string beside = numpy is { } speed ? $"{speed,10:F0}" : $"{"-",10}";
                    output.Line($"{each.Name,-22}{new FileInfo(file).Length / (double)count,9:F2}{m.OneCore,10:F0}{m.OneCoreCpu,10:F0}{m.OneFileTwoCores,10:F0}{m.TwoCores,10:F0}{m.FreshArrays,10:F0}{m.FirstCall,10:F0}{m.ReadLimit,10:F0}{beside}");
                }

                File.Delete(file);
                File.Delete(small);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return Task.FromResult(ExitCode.Success);
    }

    private static List<DecodeCase> Selected(string? name)
    {
        // A whole name means that case alone: "dat" is also a part of every "aedat".
        List<DecodeCase> cases = [.. DecodeCase.All.Where(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase))];
        if (cases.Count == 0)
        {
            cases = [.. DecodeCase.All.Where(c => name is null || c.Name.Contains(name, StringComparison.OrdinalIgnoreCase))];
        }

        return cases.Count > 0 ? cases : throw new UsageException($"Option --case: expected a part of {string.Join("; ", DecodeCase.All.Select(c => c.Name))}; found '{name}'.");
    }

    private static double Round(double value) => Math.Round(value, 1);
}
