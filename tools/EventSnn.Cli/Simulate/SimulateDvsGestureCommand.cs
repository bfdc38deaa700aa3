using System.CommandLine;
using EventSnn.Cli.Shell;
using EventSnn.Simulation.Cameras;
using EventSnn.Simulation.DataSets;

namespace EventSnn.Cli.Simulate;

/// <summary><c>eventsnn simulate dvsgesture</c>: a whole data set in the layout of DvsGesture.</summary>
public sealed class SimulateDvsGestureCommand : CliCommand
{
    private readonly Option<string> outOption = new("--out") { Description = "Folder to write to; an interrupted run goes on where it stopped.", Required = true };
    private readonly Option<int> subjectsOption = new("--subjects") { Description = "Persons, 1 to 99; the last fifth is for testing.", DefaultValueFactory = _ => 29 };
    private readonly Option<double> secondsOption = new("--seconds") { Description = "Length of every gesture, 0.1 to 600.", DefaultValueFactory = _ => 2 };
    private readonly Option<ulong> seedOption = new("--seed") { Description = "Seed of everything random.", DefaultValueFactory = _ => 1UL };
    private readonly Option<string> cameraOption = new("--camera") { Description = $"Camera to imitate: {string.Join(", ", CameraModels.All.Select(c => c.Name))}.", DefaultValueFactory = _ => "dvs128" };
    private readonly Option<int> threadsOption = new("--threads") { Description = "Recordings made at the same time; without influence on the result.", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<bool> jsonOption = new("--json") { Description = "One JSON object instead of text." };

    /// <inheritdoc/>
    protected override Command Describe() => new("dvsgesture", "Make a gesture data set in the layout of DvsGesture, 3 lightings and 11 gestures per person.")
    {
        outOption, subjectsOption, secondsOption, seedOption, cameraOption, threadsOption, jsonOption,
    };

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        int subjects = arguments.GetValue(subjectsOption);
        double seconds = arguments.GetValue(secondsOption);
        ulong seed = arguments.GetValue(seedOption);
        string camera = arguments.GetValue(cameraOption)!;
        int threads = arguments.GetValue(threadsOption);
        string folder = arguments.GetValue(outOption)!;
        if (subjects is < 1 or > 99)
        {
            throw UsageException.Option("--subjects", "1 to 99", $"{subjects}");
        }

        if (!(seconds is >= 0.1 and <= 600))
        {
            throw UsageException.Option("--seconds", "0.1 to 600", $"{seconds}");
        }

        if (threads < 1)
        {
            throw UsageException.Option("--threads", "1 or more", $"{threads}");
        }

        CameraModel model = CameraModels.Find(camera)
            ?? throw UsageException.Option("--camera", string.Join(", ", CameraModels.All.Select(c => c.Name)), camera);
        var options = new GestureDataSetOptions { Subjects = subjects, Seconds = seconds, Seed = seed, Camera = model };
        string command = FormattableString.Invariant($"eventsnn simulate dvsgesture --out DIR --subjects {subjects} --seconds {seconds} --seed {seed} --camera {model.Name}");
        return GestureSetRun.RunAsync(new GestureDataSet(options, command), folder, threads, new CommandOutput(arguments.GetValue(jsonOption)), cancellation);
    }
}
