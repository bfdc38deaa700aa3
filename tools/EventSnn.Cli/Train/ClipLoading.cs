using EventSnn.Cli.Shell;
using EventSnn.Training.DataSets;

namespace EventSnn.Cli.Train;

/// <summary>Reads a data set under a progress bar and tells what was lost.</summary>
internal static class ClipLoading
{
    public static async Task<ClipStore> LoadAsync(ClipDataSet dataSet, ClipBinning binning, CommandOutput output, CancellationToken cancellation)
    {
        foreach (string remark in dataSet.Remarks)
        {
            output.Warn(remark);
        }

        int done = 0;
        int total = 1;
        ClipStore? store = null;
        await ProgressBar.RunAsync(
            output,
            "reading clips",
            () => ((double)Volatile.Read(ref done) / Volatile.Read(ref total), $"{Volatile.Read(ref done)} of {Volatile.Read(ref total)} files"),
            () => Task.Run(
                () => store = ClipStore.Load(
                    dataSet,
                    binning,
                    (files, all) =>
                    {
                        Volatile.Write(ref done, files);
                        Volatile.Write(ref total, all);
                    },
                    cancellation),
                cancellation));
        LoadCounters c = store!.Counters;
        if (!dataSet.IsDrawn)
        {
            output.Note($"{c.Clips} clips, {c.Events:N0} events: {c.Binned:N0} binned, {c.Late:N0} late, {c.Outside:N0} outside; {c.Skipped:N0} records skipped by readers.");
        }

        return store;
    }
}
