using System.CommandLine;
using EventSnn.Cli.Shell;

namespace EventSnn.Cli.Bench;

/// <summary><c>eventsnn bench decode</c>: how fast recordings are read, from the page cache.</summary>
public sealed class DecodeBenchCommand : CliCommand
{
    private readonly Option<int> events = new("--events") { Description = "Millions of events in each file.", DefaultValueFactory = _ => 8 };
    private readonly Option<int> rounds = new("--rounds") { Description = "Each measurement is the fastest of so many.", DefaultValueFactory = _ => 5 };
    private readonly Option<string?> python = new("--numpy") { Description = "A Python with numpy, to measure its frombuffer decoders beside ours." };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON per case." };

    /// <inheritdoc/>
    protected override Command Describe() => new("decode", "Measure decoding in millions of events per second.") { events, rounds, python, json };

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        CommandOutput output = new(arguments.GetValue(json));
        int count = Math.Clamp(arguments.GetValue(events), 1, 500) * 1_000_000;
        int repeat = Math.Max(1, arguments.GetValue(rounds));
        string folder = Directory.CreateTempSubdirectory("eventsnn-bench-").FullName;
        try
        {
            output.Line($"{"case",-22}{"B/event",9}{"1 core",10}{"CPU time",10}{"2 cores",10}{"fresh",10}{"first",10}{"numpy",10}   million events per second");
            foreach (DecodeCase each in DecodeCase.All)
            {
                cancellation.ThrowIfCancellationRequested();
                string file = each.Write(folder, count);
                DecodeMeasurement m = DecodeMeasurement.Of(file, count, repeat);
                double? numpy = arguments.GetValue(python) is { } interpreter ? NumpyPeer.Measure(interpreter, file, each.Format, count) : null;
                if (output.Json)
                {
                    CommandOutput.WriteJson(new
                    {
                        Case = each.Name, each.Format, Events = count, Bytes = new FileInfo(file).Length,
                        OneCore = Round(m.OneCore), OneCoreCpuTime = Round(m.OneCoreCpu), TwoCores = Round(m.TwoCores), FreshArrays = Round(m.FreshArrays), FirstCall = Round(m.FirstCall),
                        Numpy = numpy is { } v ? Round(v) : (double?)null, m.AllocatedPerMillionEvents,
                    });
                }
                else
                {
                    string beside = numpy is { } speed ? $"{speed,10:F0}" : $"{"-",10}";
                    output.Line($"{each.Name,-22}{new FileInfo(file).Length / (double)count,9:F2}{m.OneCore,10:F0}{m.OneCoreCpu,10:F0}{m.TwoCores,10:F0}{m.FreshArrays,10:F0}{m.FirstCall,10:F0}{beside}");
                }

                File.Delete(file);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return Task.FromResult(ExitCode.Success);
    }

    private static double Round(double value) => Math.Round(value, 1);
}
