using EventSnn.Networks;
using EventSnn.Networks.Decisions;

namespace EventSnn.Streaming.Recognition;

/// <summary>The vote over one gesture, by the network's scores and by every layer's readout alone.</summary>
internal sealed class GestureVote
{
    private readonly ClipVote scores;
    private readonly ClipVote[] layers;

    public GestureVote(SpikingNetwork network, VoteKind kind, VoteKind layerKind)
    {
        int classes = network.Definition.Classes;
        scores = new ClipVote(classes, kind);
        layers = new ClipVote[network.Definition.Layers.Count];
        for (int l = 0; l < layers.Length; l++)
        {
            layers[l] = new ClipVote(classes, layerKind);
        }
    }

    public int Class => scores.Class;

    public double Confidence => scores.Confidence;

    public int[] LayerClasses() => [.. layers.Select(l => l.Class)];

    public void Add(NetworkState state, bool layersVote)
    {
        scores.Add(state.Scores);
        for (int l = 0; l < layers.Length && layersVote; l++)
        {
            layers[l].Add(state.Readout(l));
        }
    }

    public void Clear()
    {
        scores.Clear();
        foreach (ClipVote layer in layers)
        {
            layer.Clear();
        }
    }
}
