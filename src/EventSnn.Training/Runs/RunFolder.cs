using System.Text.Json;
using EventSnn.Networks;
using EventSnn.Training.Pictures;

namespace EventSnn.Training.Runs;

/// <summary>
/// The folder of a run, MODEL.run beside the model: position and last checkpoint, best checkpoint, learning curve (CSV and SVG), run
/// record (JSON). The position names its checkpoint and is replaced after it, so that a kill at any moment leaves a pair that fits.
/// </summary>
public sealed class RunFolder
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>Names the folder of a run; it is made when first written to.</summary>
    /// <param name="model">The model that the run makes.</param>
    public RunFolder(string model)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        Model = model;
        Path = System.IO.Path.ChangeExtension(model, null) + ".run";
    }

    /// <summary>The model that the run makes.</summary>
    public string Model { get; }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The checkpoint of the best epoch.</summary>
    public string Best => File("best.safetensors");

    private string PositionFile => File("position.json");

    /// <summary>A file in the folder.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its path.</returns>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Saves a run's position and network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="position">The position; its checkpoint's name is set.</param>
    /// <exception cref="ModelException">Nothing can be written; the last checkpoint is still there.</exception>
    public void Save(SpikingNetwork network, TrainingPosition position)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(position);
        Directory.CreateDirectory(Path);
        string old = position.Checkpoint;
        position.Checkpoint = $"last-{position.Samples}-{(position.Finished ? "end" : $"{position.Epoch}-{position.Batch}")}.safetensors";
        network.Save(File(position.Checkpoint));
        WriteText("position.json", JsonSerializer.Serialize(position, Json));
        if (old.Length > 0 && old != position.Checkpoint)
        {
            System.IO.File.Delete(File(old));
        }
    }

    /// <summary>
    /// Keeps what an earlier run of the same name made, before another begins: the model as NAME.previous beside it (a copy, so that the
    /// model stays in its place until the new one is there), its folder as NAME.previous.run. What was kept so before is replaced.
    /// </summary>
    /// <returns>The copy of the model; null where there was none.</returns>
    /// <exception cref="IOException">Nothing can be written; the model is still there.</exception>
    public string? KeepPrevious()
    {
        string kept = System.IO.Path.ChangeExtension(Model, ".previous" + System.IO.Path.GetExtension(Model));
        string keptFolder = System.IO.Path.ChangeExtension(kept, null) + ".run";
        bool copied = System.IO.File.Exists(Model);
        if (copied)
        {
            System.IO.File.Copy(Model, kept, overwrite: true);
        }

        if (Directory.Exists(Path))
        {
            if (Directory.Exists(keptFolder))
            {
                Directory.Delete(keptFolder, recursive: true);
            }

            Directory.Move(Path, keptFolder);
        }

        return copied ? kept : null;
    }

    /// <summary>Loads a run's position.</summary>
    /// <returns>The position; null where there is none.</returns>
    /// <exception cref="TrainingException">The file is damaged.</exception>
    public TrainingPosition? LoadPosition()
    {
        if (!System.IO.File.Exists(PositionFile))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<TrainingPosition>(System.IO.File.ReadAllText(PositionFile), Json)
                ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new TrainingException($"{PositionFile}: expected the position of a run, found something else: {e.Message} Delete {Path} and train again.", e);
        }
    }

    /// <summary>Saves the best network.</summary>
    /// <param name="network">The network.</param>
    public void SaveBest(SpikingNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Directory.CreateDirectory(Path);
        network.Save(Best);
    }

    /// <summary>Writes the learning curve as CSV and SVG.</summary>
    /// <param name="curve">The epochs so far.</param>
    public void SaveCurve(IReadOnlyList<EpochFigures> curve)
    {
        WriteText("curve.csv", LearningCurve.ToCsv(curve));
        WriteText("curve.svg", LearningCurve.ToSvg(curve));
    }

    /// <summary>Writes an object as indented JSON.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="value">The object.</param>
    public void SaveJson(string name, object value) => WriteText(name, JsonSerializer.Serialize(value, Json));

    /// <summary>Writes a small text file, as a whole or not at all.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="text">Its content.</param>
    public void WriteText(string name, string text)
    {
        Directory.CreateDirectory(Path);
        string path = File(name);
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        System.IO.File.Move(temporary, path, overwrite: true);
    }
}
