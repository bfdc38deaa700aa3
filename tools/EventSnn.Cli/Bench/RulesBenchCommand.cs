using System.CommandLine;
using System.Globalization;
using EventSnn.Cli.Shell;
using EventSnn.Cli.Train;
using EventSnn.Events.Random;
using EventSnn.Networks.EndToEnd;
using EventSnn.Training;
using EventSnn.Training.DataSets;
using EventSnn.Training.Rules;
using EventSnn.Training.Splits;

namespace EventSnn.Cli.Bench;

/// <summary><c>eventsnn bench rules</c>: the learning rules on the same clips with the same budget.</summary>
public sealed class RulesBenchCommand : CliCommand
{
    private readonly ClipDataOptions data = new(isRequired: false);
    private readonly Option<string[]> tasks = new("--task") { Description = $"Data sets in place of --data, each with the step, window and folds that it has in our tables: {string.Join(", ", RuleTask.Names)}.", AllowMultipleArgumentsPerToken = true, HelpName = "NAME=PATH" };
    private readonly Option<string[]> rules = new("--rules") { Description = $"Which: {string.Join(", ", RuleNetworks.Names)}. Default: all but tess-noncausal, which runs as plain loops.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [.. RuleNetworks.Names.Where(n => n != "tess-noncausal")], HelpName = "NAME" };
    private readonly Option<double> dt = new("--dt") { Description = "Length of a step in milliseconds.", DefaultValueFactory = _ => 10, HelpName = "MS" };
    private readonly Option<double> window = new("--window") { Description = "Milliseconds of each clip.", DefaultValueFactory = _ => 300, HelpName = "MS" };
    private readonly Option<int> inputs = new("--inputs") { Description = "Inputs in the shorter direction that recordings are summed to.", DefaultValueFactory = _ => 16, HelpName = "N" };
    private readonly Option<int> clips = new("--clips") { Description = "Clips to learn from, drawn by the seed.", DefaultValueFactory = _ => 300, HelpName = "N" };
    private readonly Option<int> tests = new("--tests") { Description = "Clips to test with, drawn by the seed.", DefaultValueFactory = _ => 200, HelpName = "N" };
    private readonly Option<int> epochs = new("--epochs") { Description = "Passes over them.", DefaultValueFactory = _ => 3, HelpName = "N" };
    private readonly Option<int> batch = new("--batch") { Description = "Clips of a mini-batch.", DefaultValueFactory = _ => 10, HelpName = "N" };
    private readonly Option<int> seeds = new("--seeds") { Description = "How many seeds: 1, 2, ...", DefaultValueFactory = _ => 3, HelpName = "N" };
    private readonly Option<int> threads = new("--threads") { Description = "Threads of the local rules; the others use one.", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON per rule and seed." };

    /// <inheritdoc/>
    protected override Command Describe()
    {
        var command = new Command("rules", """
            Compare the learning rules: the same clips in the same order, the same sizes of layers, no tuning.

              eventsnn bench rules --task mnist=MNIST nmnist=nmnist-train-00001-01000.zip signs=dvs-sign
              eventsnn bench rules --data nmnist-train-00001-01000.zip --layout nmnist --folds 5

            Multiply-adds are those of learning alone, counted as if nothing were zero in the steps that were learned from. State is what is kept of a
            stream, per neuron, and per weight with the optimiser's moments.
            """);
        foreach (Option option in data.All.Concat([tasks, rules, dt, window, inputs, clips, tests, epochs, batch, seeds, threads, json]))
        {
            command.Add(option);
        }

        return command;
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var output = new CommandOutput(arguments.GetValue(json));
        foreach (string rule in arguments.GetValue(rules)!)
        {
            if (!RuleNetworks.Names.Contains(rule))
            {
                throw UsageException.Option("--rules", $"some of {string.Join(", ", RuleNetworks.Names)}", RuleNetworks.ElsewhereOf(rule) is { } other ? $"{rule} ({other})" : rule);
            }
        }

        foreach (Option<int> option in new[] { inputs, clips, tests, epochs, batch, seeds, threads })
        {
            if (arguments.GetValue(option) < 1)
            {
                throw UsageException.Option(option.Name, "1 or more", $"{arguments.GetValue(option)}");
            }
        }

        // All are opened before the first is measured, which may take hours.
        List<RuleTask> chosen = Tasks(arguments);
        Dictionary<string, string[]> accuracies = arguments.GetValue(rules)!.Distinct().ToDictionary(r => r, _ => new string[chosen.Count], StringComparer.Ordinal);
        foreach ((int index, RuleTask task) in chosen.Index())
        {
            if (chosen.Count > 1)
            {
                output.Line(index > 0 ? $"{Environment.NewLine}{task.Name}" : task.Name);
            }

            await MeasureAsync(task, arguments, output, (rule, accuracy) => accuracies[rule][index] = accuracy, cancellation);
        }

        if (chosen.Count > 1)
        {
            output.Line("");
            output.Line($"{"rule",-18}{string.Concat(chosen.Select(t => $"{t.Name,16}"))}");
            foreach ((string rule, string[] cells) in accuracies)
            {
                output.Line($"{rule,-18}{string.Concat(cells.Select(c => $"{c,16}"))}");
            }
        }

        return ExitCode.Success;
    }

    private List<RuleTask> Tasks(ParseResult arguments)
    {
        string[] named = arguments.GetValue(tasks) ?? [];
        List<Option> own = [.. data.All, dt, window];
        if (named.Length > 0 && own.Find(option => arguments.IsGiven(option)) is { } given)
        {
            throw new UsageException($"Option {given.Name}: a --task has its own. Leave one of them out.");
        }

        if (named.Length == 0 && !data.AreGiven(arguments))
        {
            throw new UsageException($"Expected --task NAME=PATH (names: {string.Join(", ", RuleTask.Names)}) or --data and --layout, found neither.");
        }

        return named.Length > 0 ? [.. named.Select(RuleTask.Open)]
            : [new RuleTask("data", data.Open(arguments), data.Split(arguments), arguments.GetValue(dt), arguments.GetValue(window))];
    }

    private async Task MeasureAsync(RuleTask task, ParseResult arguments, CommandOutput output, Action<string, string> onRule, CancellationToken cancellation)
    {
        ClipDataSet set = task.Data;
        ClipSplit split = ClipSplit.Make(set, task.Split);
        if (split.Test.Count == 0)
        {
            throw new TrainingException($"{set.Folder}: there is no test part; give --folds 5.");
        }

        long step = ClipDataOptions.Microseconds(task.StepMilliseconds, "--dt")!.Value;
        long length = ClipDataOptions.Microseconds(task.WindowMilliseconds, "--window")!.Value;
        ClipStore store = await ClipLoading.LoadAsync(set, new ClipBinning(step, set.DownsampleTo(arguments.GetValue(inputs)), length), output, cancellation);
        output.Line($"{"rule",-18}{"accuracy",16}{"updates",10}{"learning MACs",15}{"seconds",9}{"CPU s",9}{"per neuron",12}{"per weight",12}");
        foreach (string rule in arguments.GetValue(rules)!)
        {
            List<RuleFigures> figures = [];
            for (ulong seed = 1; seed <= (ulong)arguments.GetValue(seeds); seed++)
            {
                LabelledClip[] train = Draw(store, split.Train, arguments.GetValue(clips), seed, 1);
                LabelledClip[] test = Draw(store, split.Test, arguments.GetValue(tests), seed, 2);
                using IRuleLearner learner = RuleNetworks.Create(rule, store.Shape, set.ClassNames, step, seed, arguments.GetValue(threads));
                ulong now = seed;
                RuleFigures made = await Task.Run(
                    () => RuleRun.Run(rule, learner, train, test, arguments.GetValue(epochs), arguments.GetValue(batch), now, cancellation: cancellation), cancellation);
                figures.Add(made);
                if (output.Json)
                {
                    CommandOutput.WriteJson(new
                    {
                        task = task.Name, made.Rule, made.Seed, made.Accuracy, made.Clips, made.Updates, made.LearningOperations, made.Seconds, made.ProcessorSeconds,
                        made.StatePerNeuron, made.StatePerSynapse,
                    });
                }
            }

            onRule(rule, Tell(output, rule, figures));
        }
    }

    private static LabelledClip[] Draw(ClipStore store, IReadOnlyList<int> from, int count, ulong seed, ulong what)
    {
        int[] order = [.. from];
        RandomStream.Fork(seed, 78, what).Shuffle<int>(order);
        return [.. order.Take(count).Select(i => new LabelledClip(store.Steps(i), store.DataSet.Clips[i].Label))];
    }

    private static string Tell(CommandOutput output, string rule, List<RuleFigures> figures)
    {
        double mean = figures.Average(f => f.Accuracy);
        double spread = figures.Count < 2 ? 0 : Math.Sqrt(figures.Sum(f => (f.Accuracy - mean) * (f.Accuracy - mean)) / (figures.Count - 1));
        string accuracy = string.Create(CultureInfo.InvariantCulture, $"{100 * mean:F1} +- {100 * spread:F1} %");
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{rule,-18}{accuracy,16}{figures.Average(f => f.Updates),10:F0}{figures.Average(f => f.LearningOperations),15:E2}{figures.Average(f => f.Seconds),9:F1}{figures.Average(f => f.ProcessorSeconds),9:F1}{figures.Average(f => f.StatePerNeuron),12:F1}{figures.Average(f => f.StatePerSynapse),12:F0}"));
        return accuracy;
    }
}
