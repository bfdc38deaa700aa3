using EventSnn.Events.Binning;
using EventSnn.Networks;
using EventSnn.Networks.Bptt;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.EndToEnd;

namespace EventSnn.Training.Rules;

/// <summary>Back-propagation through time.</summary>
internal sealed class BpttLearner(NetworkDefinition definition, ulong seed, BpttOptions? options = null) : IRuleLearner
{
    private readonly BpttNetwork<float> network = new(definition, seed, options);
    private readonly double[] scores = new double[definition.Classes];

    public double Progress { get; set; }

    public long Updates => network.Updates;

    public long LearningOperations => network.LearningOperations;

    public double StatePerNeuron => (double)network.RetainedValues / Geometry.Neurons(definition);

    public double StatePerSynapse => definition.Optimiser.Kind == OptimiserKind.Sgd ? 1 : 3; // its gradient is kept from clip to clip

    public void Learn(IReadOnlyList<LabelledClip> clips) => network.Learn(clips);

    public int Classify(StepSequence clip) => network.Classify(clip, scores);

    public void Save(string path)
    {
        using SpikingNetwork model = network.ToNetwork();
        model.Save(path);
    }

    public void Dispose()
    {
    }
}
