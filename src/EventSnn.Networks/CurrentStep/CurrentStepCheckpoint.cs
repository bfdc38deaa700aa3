using System.Text.Json;
using EventSnn.Networks.Checkpoints;
using EventSnn.Networks.Compute;
using EventSnn.Networks.EndToEnd;

namespace EventSnn.Networks.CurrentStep;

/// <summary>Networks of current-step training as safetensors files: definition, reset, decay of the scores and weights. The optimiser's state is not kept.</summary>
public static class CurrentStepCheckpoint
{
    private const string Format = "eventsnn-current-step-1";

    /// <summary>Saves a network, as a whole or not at all.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; replaced where it exists.</param>
    /// <exception cref="ModelException">It cannot be written.</exception>
    public static void Save(CurrentStepNetwork<float> network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new SafetensorsFile();
        file.Metadata["format"] = Format;
        file.Metadata["definition"] = JsonSerializer.Serialize(network.Definition, NetworkCheckpoint.Json);
        file.Metadata["soft_reset"] = network.Options.SoftReset.ToString();
        file.Metadata["score_decay"] = JsonSerializer.Serialize(network.Options.ScoreDecay);
        foreach (SpikeConnections<float> layer in network.Layers)
        {
            LayerPlan plan = layer.Plan;
            file.Add($"layers.{plan.Index}.weight", [plan.Output.Channels, plan.Input.Channels, plan.KernelRows, plan.KernelColumns], layer.SaveWeights());
            file.Add($"layers.{plan.Index}.bias", [plan.Output.Channels], layer.Bias.Values);
        }

        float[] decoder = network.Decoder.SaveWeights();
        int classes = network.Definition.Classes;
        file.Add("decoder.weight", [classes, decoder.Length / classes], decoder);
        file.Add("decoder.bias", [classes], network.Decoder.Bias.Values);
        AtomicFile.Write(path, file.Write);
    }

    /// <summary>Loads a network that <see cref="Save"/> wrote.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <returns>The network.</returns>
    /// <exception cref="ModelException">The file cannot be read or is no such network; the message says where and why.</exception>
    public static CurrentStepNetwork<float> Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafetensorsFile file = SafetensorsFile.Load(path);
        NetworkCheckpoint.Require(file, path, Format, "a network of current-step training");
        if (!bool.TryParse(file.Metadata.GetValueOrDefault("soft_reset", ""), out bool soft)
            || !double.TryParse(file.Metadata.GetValueOrDefault("score_decay", ""), System.Globalization.CultureInfo.InvariantCulture, out double decay))
        {
            throw new ModelException($"{path}: expected soft_reset and score_decay in the metadata, found something else. The file is damaged; use another copy.") { File = path };
        }

        var network = new CurrentStepNetwork<float>(NetworkCheckpoint.Definition(file, path), 0, new CurrentStepOptions { SoftReset = soft, ScoreDecay = decay });
        foreach (SpikeConnections<float> layer in network.Layers)
        {
            int i = layer.Plan.Index;
            layer.Load(file.Get($"layers.{i}.weight", layer.Weights.Values.Length, path), file.Get($"layers.{i}.bias", layer.Bias.Values.Length, path));
        }

        network.Decoder.Load(file.Get("decoder.weight", network.Decoder.Weights.Values.Length, path), file.Get("decoder.bias", network.Definition.Classes, path));
        return network;
    }
}
