using System.Globalization;
using System.Text;
using EventSnn.Recordings.DvsGesture;
using EventSnn.Simulation.Gestures;
using EventSnn.Simulation.Gestures.Light;

namespace EventSnn.Simulation.DataSets;

/// <summary>
/// A simulated gesture data set in the layout of the DvsGesture set: recordings (AEDAT 3.1), label files, class names and
/// trial lists, where no person is both in the training and in the test list.
/// </summary>
public sealed class GestureDataSet
{
    private const string SettingsFile = "simulation.txt";

    /// <summary>Events per second of an average recording with the default camera; for estimates only (measured over a whole default set).</summary>
    private const double UsualEventRate = 80_000;

    private readonly string? command;

    /// <summary>Plans a data set.</summary>
    /// <param name="options">What it consists of.</param>
    /// <param name="command">The command that makes it, told in its README; null for none.</param>
    public GestureDataSet(GestureDataSetOptions options, string? command = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
        this.command = command;
        var plans = new List<GestureRecordingPlan>();
        for (int number = 1; number <= options.Subjects; number++)
        {
            foreach (Lighting lighting in options.Lightings)
            {
                plans.Add(GestureRecordingPlan.Create(options, number, lighting));
            }
        }

        Plans = plans;
    }

    /// <summary>What it consists of.</summary>
    public GestureDataSetOptions Options { get; }

    /// <summary>Its recordings.</summary>
    public IReadOnlyList<GestureRecordingPlan> Plans { get; }

    /// <summary>Length of all recordings together, in seconds.</summary>
    public double Seconds => Plans.Sum(p => p.Seconds);

    /// <summary>About how much room the set takes on disk, in bytes.</summary>
    public long EstimatedBytes => (long)(Seconds * UsualEventRate * 8 * Math.Pow(0.24 / Options.Camera.Pixel.ThresholdOn, 1.5) * Options.Camera.Size.Pixels / 16384);

    /// <summary>
    /// Makes the set. Recordings that a former, interrupted run has completed are kept; the same options give the same
    /// bytes whatever the number of threads and however often the work was interrupted.
    /// </summary>
    /// <param name="folder">Where it goes; created where it does not exist.</param>
    /// <param name="threads">Recordings filmed at the same time, at least 1.</param>
    /// <param name="progress">Gets each recording and the share of it that is done (1 at its end); called from several threads. May be null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The number of recordings that were made now; the others existed.</returns>
    /// <exception cref="InvalidOperationException">The folder holds a set made with other options.</exception>
    public int Generate(
        string folder, int threads = 1, Action<GestureRecordingPlan, double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Directory.CreateDirectory(folder);
        CheckSettings(folder);
        WriteLists(folder);
        int made = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        try
        {
            Parallel.ForEach(Plans, parallel, plan =>
            {
                if (!File.Exists(Path.Combine(folder, plan.Name + ".aedat")))
                {
                    GestureRecorder.Record(plan, folder, progress is null ? null : share => progress(plan, share), cancellation);
                    Interlocked.Increment(ref made);
                }

                progress?.Invoke(plan, 1);
            });
        }
        catch (AggregateException e)
        {
            // One reason is enough: they all write to the same disk.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e.InnerExceptions[0]).Throw();
        }

        TextFile.Write(Path.Combine(folder, "README.md"), Readme());
        return made;
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private void CheckSettings(string folder)
    {
        string path = Path.Combine(folder, SettingsFile);
        string mine = Settings();
        if (File.Exists(path))
        {
            string found = File.ReadAllText(path).ReplaceLineEndings("\n");
            if (found != mine)
            {
                throw new InvalidOperationException(
                    $"{folder} holds a data set made with other options (see {SettingsFile} in it). Choose another folder, or delete that one.");
            }

            return;
        }

        if (Directory.EnumerateFiles(folder, "*.aedat").Any())
        {
            throw new InvalidOperationException(
                $"{folder} holds recordings that were not made by this command. Choose another folder.");
        }

        TextFile.Write(path, mine);
    }

    private string Settings()
    {
        var text = new StringBuilder();
        text.Append(null, $"simulator 1\nseed {Options.Seed}\nsubjects {Options.Subjects}\ntestSubjects {Options.EffectiveTestSubjects}\n");
        text.Append(null, $"lightings {string.Join(' ', Options.Lightings).ToLowerInvariant()}\n");
        text.Append(null, $"seconds {Number(Options.Seconds)}\ntestSeconds {Number(Options.TestSeconds ?? Options.Seconds)}\ngap {Number(Options.GapSeconds)}\n");
        text.Append(null, $"camera {Options.Camera.Name} {Options.Camera.Size}\npixel {Options.Camera.Pixel}\nreadout {Options.Camera.Readout}\n");
        return text.ToString();
    }

    private void WriteLists(string folder)
    {
        var mapping = new StringBuilder("action,label\n");
        for (int i = 0; i < DvsGestureLayout.DefaultClassNames.Count; i++)
        {
            mapping.Append(null, $"{DvsGestureLayout.DefaultClassNames[i]},{i + 1}\n");
        }

        TextFile.Write(Path.Combine(folder, "gesture_mapping.csv"), mapping.ToString());
        TextFile.Write(Path.Combine(folder, "trials_to_train.txt"), List(test: false));
        TextFile.Write(Path.Combine(folder, "trials_to_test.txt"), List(test: true));
        string List(bool test) => string.Concat(Plans.Where(p => p.IsTest == test).Select(p => p.Name + ".aedat\n"));
    }

    private string Readme()
    {
        int test = Options.EffectiveTestSubjects;
        return $"""
            # Simulated gestures

            **These recordings are simulated.** No person and no event camera was involved: a computed upper body performs the
            {Enum.GetValues<Gesture>().Length} classes of the DvsGesture set before a computed {Options.Camera.Name} camera ({Options.Camera.Size}). The layout of the folder is
            that of the DvsGesture set: AEDAT 3.1, `*_labels.csv` (class from 1, start and end in microseconds),
            `gesture_mapping.csv`, `trials_to_train.txt` and `trials_to_test.txt`.

            | | |
            |---|---|
            | Made with | `{command ?? "EventSnn.Simulation"}` |
            | Persons | {Options.Subjects}: {Options.Subjects - test} to learn from, {test} to be tested on, none in both lists |
            | Lightings | {string.Join(", ", Options.Lightings).ToLowerInvariant()} |
            | Gesture | {Number(Options.Seconds)} s to learn from, {Number(Options.TestSeconds ?? Options.Seconds)} s to be tested on, {Number(Options.GapSeconds)} s unlabelled between two |
            | Seed | {Options.Seed} |

            How it differs from the real set: every clip has the same length, the classes always come in the same order, the
            room is a plain wall, faces and clothes are drawn with few lines, fingers do not move by themselves, and the class
            "other" comes from a handful of invented movements. `simulation.txt` holds every setting; the same command makes the
            same files again. Licence: that of EventSnn (MIT).

            """;
    }
}
