using System.CommandLine;
using EventSnn.Cli.Shell;
using EventSnn.Live.CatchUp;

namespace EventSnn.Cli.Live;

/// <summary>The two options that say what a live pipeline does when the machine cannot follow: shared by live and its benchmark.</summary>
internal sealed class CatchUpOption
{
    /// <summary>What it does.</summary>
    public Option<CatchUpPolicy?> Policy { get; } = new("--when-behind")
    {
        Description = "When the machine cannot follow: spare (labelled steps stop learning first, then time is skipped), skip (time is skipped), or wait (every step is taken, however late). Default: spare; wait for a recording at --speed max.",
        HelpName = "HOW",
    };

    /// <summary>From which lag on.</summary>
    public Option<double> MostLag { get; } = new("--most-lag")
    {
        Description = "Time is skipped from so many milliseconds behind the camera on; learning is spared from two fifths of it.",
        DefaultValueFactory = _ => 10,
        HelpName = "MS",
    };

    /// <summary>Reads them.</summary>
    /// <param name="arguments">What the user wrote.</param>
    /// <param name="unasked">The policy where none was asked for.</param>
    /// <returns>The options.</returns>
    public CatchUpOptions Read(ParseResult arguments, CatchUpPolicy unasked)
    {
        double lag = arguments.GetValue(MostLag);
        OptionRange.Check("--most-lag", lag, 1, 60_000);
        return new CatchUpOptions { Policy = arguments.GetValue(Policy) ?? unasked, MostLag = TimeSpan.FromMilliseconds(lag) };
    }
}
