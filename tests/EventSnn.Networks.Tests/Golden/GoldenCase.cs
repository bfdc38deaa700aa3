using System.Text.Json;
using EventSnn.Events.Binning;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Tests.Support;
using EventSnn.TestKit;

namespace EventSnn.Networks.Tests.Golden;

/// <summary>One folder of reference vectors.</summary>
internal sealed class GoldenCase
{
    private readonly string folder;
    private readonly JsonElement config;

    public GoldenCase(string name, string? root = null)
    {
        folder = root is null ? SharedData.PathOrSkip($"golden/decolle/{name}") : Path.Combine(root, name);
        config = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "config.json"))).RootElement;
        Input = Shape(config.GetProperty("input_shape"));
        Plans = [];
        InputShape shape = Input;
        foreach (JsonElement layer in config.GetProperty("layers").EnumerateArray())
        {
            var plan = new LayerPlan(Plans.Count, Layer(layer), shape, Classes);
            Plans.Add(plan);
            shape = plan.Pooled;
        }
    }

    public InputShape Input { get; }

    public List<LayerPlan> Plans { get; }

    public int Steps => config.GetProperty("steps").GetInt32();

    public int Batch => config.GetProperty("batch").GetInt32();

    public int Classes => config.GetProperty("classes").GetInt32();

    public bool Learns => config.GetProperty("learn").GetBoolean();

    public int BurnIn => config.GetProperty("burnin").GetInt32();

    public HashSet<int> DetailSteps => [.. config.GetProperty("detail_steps").EnumerateArray().Select(e => e.GetInt32())];

    public HashSet<int> WeightSteps => [.. config.GetProperty("weight_steps").EnumerateArray().Select(e => e.GetInt32())];

    public OptimiserDefinition Optimiser
    {
        get
        {
            JsonElement o = config.GetProperty("optimizer");
            bool sgd = o.GetProperty("type").GetString() == "sgd";
            return new OptimiserDefinition
            {
                Kind = sgd ? OptimiserKind.Sgd : OptimiserKind.Adamax,
                LearningRate = o.GetProperty("lr").GetDouble(),
                Beta1 = sgd ? 0 : o.GetProperty("beta1").GetSingle(),
                Beta2 = sgd ? 0 : o.GetProperty("beta2").GetSingle(),
                Epsilon = sgd ? 1e-8f : o.GetProperty("eps").GetSingle(),
            };
        }
    }

    public double Tolerance(string name) => 10 * config.GetProperty("float32_vs_float64_of_this_reference").GetProperty(name).GetDouble();

    public int[][] Votes => [.. config.GetProperty("predicted_class_by_vote").EnumerateArray()
        .Select(l => l.EnumerateArray().Select(e => e.GetInt32()).ToArray())];

    public bool Has(string tensor) => File.Exists(Path.Combine(folder, tensor + ".npy"));

    public NpyArray Load(string tensor) => NpyArray.Load(Path.Combine(folder, tensor + ".npy"));

    /// <summary>A layer's constant: a number in the config or an array of its own, spread over the input channels.</summary>
    public double[] Constant(int layer, string name)
    {
        JsonElement value = config.GetProperty("layers")[layer].GetProperty(name);
        int channels = Plans[layer].Input.Channels;
        if (value.ValueKind == JsonValueKind.Number)
        {
            return [.. Enumerable.Repeat(value.GetDouble(), channels)];
        }

        double[] values = NpyArray.Load(Path.Combine(folder, value.GetString()!)).Values;
        values.Length.ShouldBe(channels);
        return values;
    }

    private static InputShape Shape(JsonElement shape)
        => shape.GetArrayLength() == 1
            ? new(shape[0].GetInt32(), 1, 1)
            : new(shape[0].GetInt32(), shape[1].GetInt32(), shape[2].GetInt32());

    private LayerDefinition Layer(JsonElement layer)
    {
        var neuron = new NeuronDefinition
        {
            AlphaRefractory = layer.GetProperty("alpharp").GetSingle(),
            RefractoryGain = layer.GetProperty("rgain").GetSingle(),
            NewSynapse = config.GetProperty("p_uses_new_q").GetBoolean(),
            Surrogate = config.GetProperty("surrogate").GetString() switch
            {
                "boxcar" => SurrogateKind.Boxcar,
                "fastsigmoid" => SurrogateKind.FastSigmoid,
                _ => SurrogateKind.Sigmoid,
            },
            Activation = config.GetProperty("readout_on").GetString() == "spike" ? ActivationKind.Spike : ActivationKind.Sigmoid,
        };
        var readout = new ReadoutDefinition { Dropout = Directory.GetFiles(folder, "*dropout*").Length > 0 ? .5f : 0 };
        var regulariser = new RegulariserDefinition(layer.GetProperty("reg1").GetSingle(), layer.GetProperty("reg2").GetSingle());
        return layer.GetProperty("kind").GetString() == "dense"
            ? new DenseLayer { Size = layer.GetProperty("out").GetInt32(), Neuron = neuron, Readout = readout, Regulariser = regulariser }
            : new ConvolutionLayer
            {
                Channels = layer.GetProperty("out").GetInt32(),
                Kernel = layer.GetProperty("kernel").GetInt32(),
                Stride = layer.GetProperty("stride").GetInt32(),
                Padding = layer.GetProperty("pad").GetInt32(),
                Pool = layer.GetProperty("pool").GetInt32(),
                Neuron = neuron,
                Readout = readout,
                Regulariser = regulariser,
            };
    }
}
