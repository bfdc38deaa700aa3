using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;

namespace EventSnn.Networks.Checkpoints;

/// <summary>Networks and stream states as safetensors files.</summary>
internal static class NetworkCheckpoint
{
    private const string Format = "eventsnn-network-1";
    private const string StateFormat = "eventsnn-state-1";
    private const string RateControl = "rate_control";
    private const string ClipReadout = "clip_readout";
    private const string ClipsShown = "clips_shown";

    /// <summary>How definitions are written.</summary>
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly (LayerTensor Tensor, string Name)[] Tensors =
    [
        (LayerTensor.Weights, "weight"), (LayerTensor.Bias, "bias"),
        (LayerTensor.ReadoutWeights, "readout.weight"), (LayerTensor.ReadoutBias, "readout.bias"),
        (LayerTensor.Alpha, "alpha"), (LayerTensor.Beta, "beta"), (LayerTensor.SynapseGain, "synapse_gain"), (LayerTensor.MembraneGain, "membrane_gain"),
    ];

    private static readonly (LayerTensor Tensor, string Name)[] Moments =
    [
        (LayerTensor.WeightMoment1, "weight.moment1"), (LayerTensor.WeightMoment2, "weight.moment2"),
        (LayerTensor.BiasMoment1, "bias.moment1"), (LayerTensor.BiasMoment2, "bias.moment2"),
    ];

    public static void Save(SpikingNetwork network, string path)
    {
        var file = new SafetensorsFile();
        file.Metadata["format"] = Format;
        file.Metadata["definition"] = JsonSerializer.Serialize(network.Definition, Json);
        file.Metadata["preset"] = network.Definition.Preset;
        file.Metadata["classes"] = JsonSerializer.Serialize(network.Definition.ClassNames);
        file.Metadata["seed"] = network.Seed.ToString(CultureInfo.InvariantCulture);
        file.Metadata["updates"] = network.UpdateCount.ToString(CultureInfo.InvariantCulture);
        file.Metadata["dropout_draws"] = network.DropoutDraws.ToString(CultureInfo.InvariantCulture);
        file.Metadata["learning_rate_factor"] = network.LearningRateFactor.ToString("R", CultureInfo.InvariantCulture);
        UpdateControlEntries.Write(network.UpdateControl, file);
        if (network.RateControl is { } rates)
        {
            file.Metadata[RateControl] = rates.Position;
        }

        if (network.ClipReadout is { } clips)
        {
            file.Add(ClipReadout, [clips.SavedLength], clips.Save());
            file.Add(ClipsShown, [clips.Shown.Length], clips.Shown.ToArray());
        }

        foreach (LayerPlan plan in network.Layers)
        {
            if (network.UpdatePolicy.Accumulates)
            {
                GradientSumEntries.Write(network, plan, file);
            }

            foreach ((LayerTensor tensor, string name) in Parts(network.Definition))
            {
                file.Add($"layers.{plan.Index}.{name}", Shape(plan, tensor), network.Tensor(plan.Index, tensor));
            }
        }

        AtomicFile.Write(path, file.Write);
    }

    public static SpikingNetwork Load(string path, IComputeBackend? backend)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        Require(file, path, Format, "a network");
        NetworkDefinition definition = Definition(file, path);
        SpikingNetwork network = SpikingNetwork.Empty(definition, Number<ulong>(file, path, "seed"), backend);
        try
        {
            network.UpdateCount = Number<long>(file, path, "updates");
            network.DropoutDraws = Number<long>(file, path, "dropout_draws");
            network.LearningRateFactor = Number<double>(file, path, "learning_rate_factor");
            UpdateControlEntries.Read(network.UpdateControl, file, path);
            ReadRateControl(network, file, path);
            ReadClipReadout(network, file, path);
            foreach (LayerPlan plan in network.Layers)
            {
                if (network.UpdatePolicy.Accumulates)
                {
                    GradientSumEntries.Read(network, plan, file, path);
                }

                foreach ((LayerTensor tensor, string name) in Parts(definition))
                {
                    network.SetTensor(plan.Index, tensor, file.Get($"layers.{plan.Index}.{name}", plan.Count(tensor), path));
                }
            }

            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    public static void SaveState(NetworkState state, string path)
    {
        var file = new SafetensorsFile();
        file.Metadata["format"] = StateFormat;
        file.Metadata["steps"] = state.StepIndex.ToString(CultureInfo.InvariantCulture);
        for (int i = 0; i < state.LayerCount; i++)
        {
            LayerPlan plan = state.Layers[i].Plan;
            foreach (StateTensor tensor in state.Layers[i].Memory)
            {
                file.Add($"layers.{i}.{tensor}", [plan.Count(tensor)], state.Tensor(i, tensor));
            }
        }

        if (state.Clip is { } clip)
        {
            file.Add(ClipReadout, [clip.SavedLength], clip.Save());
        }

        AtomicFile.Write(path, file.Write);
    }

    public static void LoadState(NetworkState state, string path)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        Require(file, path, StateFormat, "the state of a stream");
        long steps = Number<long>(file, path, "steps");

        // All of it is read before any of it is used.
        List<(LayerState<float> Layer, StateTensor Tensor, float[] Values)> values = [];
        for (int i = 0; i < state.LayerCount; i++)
        {
            LayerState<float> layer = state.Layers[i];
            foreach (StateTensor tensor in layer.Memory)
            {
                values.Add((layer, tensor, file.Get($"layers.{i}.{tensor}", layer.Plan.Count(tensor), path)));
            }
        }

        float[]? clip = state.Clip is null ? null : file.Get(ClipReadout, state.Clip.SavedLength, path);
        state.Reset();
        state.Clip?.Restore(clip);
        foreach ((LayerState<float> layer, StateTensor tensor, float[] tensorValues) in values)
        {
            layer.CopyFrom(tensor, tensorValues);
        }

        state.StepIndex = steps;
    }

    private static void ReadClipReadout(SpikingNetwork network, SafetensorsFile file, string path)
    {
        if (network.ClipReadout is not { } clips)
        {
            return;
        }

        clips.Restore(file.GetDouble(ClipReadout, clips.SavedLength, path));
        if (file.Contains(ClipsShown))
        {
            file.GetDouble(ClipsShown, clips.Shown.Length, path).CopyTo(clips.Shown);
        }
        else
        {
            clips.ShownIsLearned();
        }
    }

    private static void ReadRateControl(SpikingNetwork network, SafetensorsFile file, string path)
    {
        try
        {
            if (file.Metadata.TryGetValue(RateControl, out string? position))
            {
                ThresholdAdaptation.Restore(network, position);
            }
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new ModelException($"{path}: the rate control in the metadata cannot be used: {e.Message} The file is damaged; use another copy.", e) { File = path };
        }
    }

    private static IEnumerable<(LayerTensor Tensor, string Name)> Parts(NetworkDefinition definition)
        => definition.Optimiser.Kind == OptimiserKind.Sgd ? Tensors
            : definition.Optimiser.Beta1 == 0 ? Tensors.Concat(Moments.Where(m => m.Tensor is LayerTensor.WeightMoment2 or LayerTensor.BiasMoment2))
            : Tensors.Concat(Moments);

    private static int[] Shape(LayerPlan plan, LayerTensor tensor) => tensor switch
    {
        LayerTensor.Weights or LayerTensor.WeightMoment1 or LayerTensor.WeightMoment2 => plan.IsDense
            ? [plan.Output.Channels, plan.FanIn]
            : [plan.Output.Channels, plan.Input.Channels, plan.KernelRows, plan.KernelColumns],
        LayerTensor.ReadoutWeights => [plan.Classes, plan.Pooled.Size],
        _ => [plan.Count(tensor)],
    };

    /// <summary>The definition in the metadata.</summary>
    public static NetworkDefinition Definition(SafetensorsFile file, string path)
    {
        try
        {
            NetworkDefinition definition = JsonSerializer.Deserialize<NetworkDefinition>(file.Metadata.GetValueOrDefault("definition", ""), Json)
                ?? throw new JsonException("it is null");
            definition.Validate();
            return definition;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ModelException or ArgumentException or NullReferenceException)
        {
            throw new ModelException($"{path}: the network's definition in the metadata cannot be used: {e.Message} The file is damaged or of another version; use another file.", e) { File = path };
        }
    }

    /// <summary>Refuses a file of another kind.</summary>
    public static void Require(SafetensorsFile file, string path, string format, string what)
    {
        string found = file.Metadata.GetValueOrDefault("format", "no format entry");
        if (found != format)
        {
            throw new ModelException($"{path}: expected {what} (metadata format \"{format}\"), found \"{found}\". Use a file that EventSnn saved as {what}.") { File = path };
        }
    }

    private static T Number<T>(SafetensorsFile file, string path, string name)
        where T : IParsable<T>
    {
        string text = file.Metadata.GetValueOrDefault(name, "");
        return T.TryParse(text, CultureInfo.InvariantCulture, out T? value)
            ? value
            : throw new ModelException($"{path}: the metadata entry \"{name}\" should be a number, found \"{text}\". The file is damaged; use another copy.") { File = path };
    }
}
