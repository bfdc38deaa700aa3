using System.Diagnostics;
using System.Globalization;
using EventSnn.Recordings.Fuzz;
using EventSnn.Recordings.Reading;

// Damages small files of every format and reads them. Usage: fuzz [--seconds N] [--cases N] [--format NAME] [--seed S] [--out DIR].
// Ends with exit code 1 and a saved file where the outcome is anything but events or a RecordingException, 2 where there is no end.
Dictionary<string, string> arguments = [];
for (int i = 0; i + 1 < args.Length; i += 2)
{
    arguments[args[i]] = args[i + 1];
}

double seconds = double.Parse(arguments.GetValueOrDefault("--seconds", "60"), CultureInfo.InvariantCulture);
long cases = long.Parse(arguments.GetValueOrDefault("--cases", $"{long.MaxValue}"), CultureInfo.InvariantCulture);
ulong seed = ulong.Parse(arguments.GetValueOrDefault("--seed", "1"), CultureInfo.InvariantCulture);
string outFolder = arguments.GetValueOrDefault("--out", ".");
if (arguments.TryGetValue("--format", out string? asked) && !Seeds.All.Contains(asked))
{
    Console.Error.WriteLine($"--format: expected one of {string.Join(", ", Seeds.All)}, found '{asked}'.");
    return 4;
}

List<string> formats = asked is not null ? [asked] : [.. Seeds.All];
int failures = 0;
foreach (string format in formats)
{
    List<byte[]> seeds = Seeds.Of(format);
    Mutator mutator = new(seed);
    using Judge judge = new();
    using HangWatch watch = new(format, outFolder);
    ReadOptions tolerant = Seeds.OptionsFor(format);
    ReadOptions strict = Seeds.OptionsFor(format, strict: true);
    bool chunked = format is "aedat2.0" or "aedat3.1" or "aedat4" or "dat" or "evt2";
    Stopwatch clock = Stopwatch.StartNew();
    double share = seconds / formats.Count;
    long done = 0;
    long slowest = 0;
    for (; done < cases && ((done & 63) != 0 || clock.Elapsed.TotalSeconds < share); done++)
    {
        byte[] content = mutator.Next(seeds);
        watch.Begin(content);
        long started = Stopwatch.GetTimestamp();
        try
        {
            judge.Read(content, "fuzz", (done & 7) == 0 ? strict : tolerant);
            if (chunked && (done & 15) < 2)
            {
                judge.Compare(content, (done & 15) == 0 ? strict : tolerant);
            }
        }
        catch (Exception e)
        {
            string file = Path.Combine(outFolder, $"crash-{format}-{seed}-{done}");
            File.WriteAllBytes(file, content);
            Console.WriteLine($"{format}, case {done}: {e.GetType().Name}: {e.Message} ({file})");
            Console.WriteLine(e.StackTrace?.Split('\n')[0]);
            failures++;
            break;
        }

        slowest = Math.Max(slowest, Stopwatch.GetTimestamp() - started);
    }

    Console.WriteLine($"{format}: {done} cases in {clock.Elapsed.TotalSeconds:F1} s, {judge.Refused} refused, slowest {slowest * 1000.0 / Stopwatch.Frequency:F1} ms");
}

return failures == 0 ? 0 : 1;
