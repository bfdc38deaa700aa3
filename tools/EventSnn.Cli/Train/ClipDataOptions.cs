using System.CommandLine;
using EventSnn.Cli.Shell;
using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;
using EventSnn.Training.DataSets;
using EventSnn.Training.Splits;

namespace EventSnn.Cli.Train;

/// <summary>The options that say which clips: shared by train and evaluate.</summary>
/// <param name="isRequired">Whether the command can do nothing without them.</param>
internal sealed class ClipDataOptions(bool isRequired = true)
{
    private readonly Option<string> data = new("--data") { Description = "The data set's folder (or zip archive).", Required = isRequired, HelpName = "DIR" };
    private readonly Option<string> layout = new("--layout")
    {
        Description = $"Its layout: {string.Join(", ", DataSetLayouts.Names)}.",
        Required = isRequired,
        HelpName = "NAME",
    };

    private readonly Option<string?> size = new("--size") { Description = "The sensor, where the recordings do not tell it.", HelpName = "WxH" };
    private readonly Option<int?> folds = new("--folds")
    {
        Description = "Cross-validate: cut every series of clips into N blocks of neighbours. Default: the data set's own parts.",
        HelpName = "N",
    };

    private readonly Option<int> fold = new("--fold") { Description = "The block to test with, from 0.", HelpName = "K" };

    /// <summary>All of them, for a command.</summary>
    public IEnumerable<Option> All => [data, layout, size, folds, fold];

    /// <summary>Whether any of them was given.</summary>
    public bool AreGiven(ParseResult arguments) => All.Any(option => arguments.IsGiven(option));

    /// <summary>Opens the data set that was asked for.</summary>
    public ClipDataSet Open(ParseResult arguments)
    {
        foreach (Option<string> needed in new[] { data, layout })
        {
            if (arguments.GetValue(needed) is null)
            {
                throw new UsageException($"Option {needed.Name} is missing.");
            }
        }

        string name = arguments.GetRequiredValue(layout);
        if (!DataSetLayouts.Names.Contains(name))
        {
            throw UsageException.Option("--layout", $"one of {string.Join(", ", DataSetLayouts.Names)}", name);
        }

        SensorSize? sensor = ReadingOptions.ParseSize(arguments.GetValue(size));
        return Open(data.Name, name, arguments.GetRequiredValue(data), sensor);
    }

    /// <summary>Opens a data set that an option names.</summary>
    /// <param name="option">The option.</param>
    /// <param name="layout">One of <see cref="DataSetLayouts.Names"/>.</param>
    /// <param name="folder">The folder or zip archive.</param>
    /// <param name="sensor">The sensor, where the recordings do not tell it.</param>
    /// <exception cref="DirectoryNotFoundException">There is nothing.</exception>
    public static ClipDataSet Open(string option, string layout, string folder, SensorSize? sensor)
        => Directory.Exists(folder) || File.Exists(folder)
            ? DataSetLayouts.Open(layout, folder, sensor)
            : throw new DirectoryNotFoundException($"Option {option}: expected the folder of a data set, found nothing at '{folder}'. Check the path.");

    /// <summary>The folds that were asked for.</summary>
    public SplitOptions Split(ParseResult arguments)
    {
        int? count = arguments.GetValue(folds);
        int chosen = arguments.GetValue(fold);
        if (count is < 2)
        {
            throw UsageException.Option("--folds", "at least 2", $"{count}");
        }

        if (chosen < 0 || chosen >= (count ?? 1))
        {
            throw UsageException.Option("--fold", count is null ? "0 where --folds is not given" : $"0 to {count - 1}", $"{chosen}");
        }

        return new SplitOptions { Folds = count, Fold = chosen };
    }

    /// <summary>The shortest exact form of milliseconds as microseconds.</summary>
    public static long? Microseconds(double? milliseconds, string option) => milliseconds switch
    {
        null => null,
        >= .001 and <= 1e9 => (long)Math.Round(milliseconds.Value * 1000),
        _ => throw UsageException.Option(option, "milliseconds above 0", $"{milliseconds}"),
    };

    /// <summary>Refuses a step that motion cannot be found in.</summary>
    /// <param name="motion">How motion is found; null for none.</param>
    /// <param name="stepMicroseconds">The step.</param>
    /// <param name="otherwise">What else can be done, in brackets; empty for nothing.</param>
    /// <exception cref="UsageException">It is no whole number of fine steps.</exception>
    public static void CheckMotion(MotionOptions? motion, long stepMicroseconds, string otherwise = "")
    {
        if (motion is not null && stepMicroseconds % motion.FineMicroseconds != 0)
        {
            throw UsageException.Option("--dt", $"a multiple of {motion.FineMicroseconds / 1000} ms, in which motion is found{otherwise}", $"{stepMicroseconds / 1e3:0.###} ms");
        }
    }
}
