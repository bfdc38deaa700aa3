using System.Text.Json;
using EventSnn.Networks.Checkpoints;

namespace EventSnn.Networks.FixedFeedback;

/// <summary>Networks with fixed feedback as safetensors files.</summary>
internal static class FeedbackCheckpoint
{
    private const string Format = "eventsnn-feedback-1";

    public static void Save(FixedFeedbackNetwork network, IReadOnlyList<string> classes, string path)
    {
        var file = new SafetensorsFile();
        file.Metadata["format"] = Format;
        file.Metadata["options"] = JsonSerializer.Serialize(network.Options with { Curve = network.Curve }, NetworkCheckpoint.Json);
        file.Metadata["classes"] = JsonSerializer.Serialize(classes);
        for (int l = 0; l < network.Layers.Count; l++)
        {
            FeedbackLayer layer = network.Layers[l];
            file.Add($"layers.{l}.weight", [layer.Inputs, layer.Neurons], layer.Weights);
            file.Add($"layers.{l}.bias", [layer.Neurons], layer.Bias);
            file.Add($"layers.{l}.feedback", [layer.Feedback.Length / layer.Neurons, layer.Neurons], layer.Feedback);
        }

        AtomicFile.Write(path, file.Write);
    }

    public static FixedFeedbackNetwork Load(string path)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        NetworkCheckpoint.Require(file, path, Format, "a network with fixed feedback");
        FixedFeedbackNetwork network;
        try
        {
            network = new(JsonSerializer.Deserialize<FixedFeedbackOptions>(file.Metadata.GetValueOrDefault("options", ""), NetworkCheckpoint.Json) ?? throw new JsonException("they are null"));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ModelException or ArgumentException or NullReferenceException)
        {
            throw new ModelException($"{path}: the options in the metadata cannot be used: {e.Message} The file is damaged or of another version; use another file.", e) { File = path };
        }

        for (int l = 0; l < network.Layers.Count; l++)
        {
            FeedbackLayer layer = network.Layers[l];
            file.Get($"layers.{l}.weight", layer.Weights.Length, path).CopyTo(layer.Weights, 0);
            file.Get($"layers.{l}.bias", layer.Bias.Length, path).CopyTo(layer.Bias, 0);
            file.Get($"layers.{l}.feedback", layer.Feedback.Length, path).CopyTo(layer.Feedback, 0);
        }

        return network;
    }
}
