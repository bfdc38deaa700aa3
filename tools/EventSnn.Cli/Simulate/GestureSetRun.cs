using System.Diagnostics;
using EventSnn.Cli.Shell;
using EventSnn.Simulation.DataSets;

namespace EventSnn.Cli.Simulate;

/// <summary>Makes a gesture data set and shows how far it is.</summary>
internal static class GestureSetRun
{
    public static async Task<int> RunAsync(GestureDataSet set, string folder, int threads, CommandOutput output, CancellationToken cancellation)
    {
        if (File.Exists(folder))
        {
            throw UsageException.Option("--out", "a folder", $"the file {folder}");
        }

        string size = $"about {set.EstimatedBytes / 1e6:F0} MB";
        output.Line($"{set.Plans.Count} recordings, {set.Seconds:F0} s in all, {size} on disk, in {Path.GetFullPath(folder)}");
        var clock = Stopwatch.StartNew();
        int made = 0;
        double filmed = 0;
        try
        {
            await ProgressBar.RunAsync(
                output,
                "filming",
                () => (Volatile.Read(ref filmed) / set.Seconds, $"{Volatile.Read(ref filmed):F0} of {set.Seconds:F0} s"),
                () => Task.Run(() => made = set.Generate(folder, threads, Tracker(set, done => Volatile.Write(ref filmed, done)), cancellation), cancellation));
        }
        catch (InvalidOperationException e)
        {
            throw new UsageException(e.Message);
        }

        long bytes = set.Plans.Sum(p => new FileInfo(Path.Combine(folder, p.Name + ".aedat")).Length);
        if (output.Json)
        {
            CommandOutput.WriteJson(new
            {
                Folder = Path.GetFullPath(folder), Recordings = set.Plans.Count, Made = made, set.Seconds, Bytes = bytes, Elapsed = clock.Elapsed.TotalSeconds,
            });
        }
        else
        {
            string kept = made == set.Plans.Count ? string.Empty : $" ({set.Plans.Count - made} were there already)";
            output.Line($"{made} recordings made{kept}, {bytes / 1e6:F1} MB in all, {clock.Elapsed.TotalSeconds:F0} s.");
        }

        return ExitCode.Success;
    }

    private static Action<GestureRecordingPlan, double> Tracker(GestureDataSet set, Action<double> show)
    {
        var share = set.Plans.ToDictionary(p => p.Name, _ => 0.0);
        return (plan, done) =>
        {
            lock (share)
            {
                share[plan.Name] = done;
                show(set.Plans.Sum(p => share[p.Name] * p.Seconds));
            }
        };
    }
}
