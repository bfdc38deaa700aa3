using EventSnn.Networks;
using EventSnn.Networks.Decisions;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;

namespace EventSnn.Training.Evaluation;

/// <summary>
/// The votes of one clip: of the network's scores and of every layer. Majority of arg-maxes for smooth-L1 (the reference's
/// decision), summed probabilities for cross-entropy. With a clip readout the last probability of the network is its decision.
/// </summary>
internal sealed class ClipJury
{
    private readonly NetworkDefinition definition;
    private readonly ClipVote all;
    private readonly ClipVote[] layers;
    private readonly float[] scratch;

    public ClipJury(NetworkDefinition definition)
    {
        this.definition = definition;
        VoteKind kind = definition.Loss.Kind == LossKind.SmoothL1 ? VoteKind.Majority : VoteKind.SummedScores;
        all = new ClipVote(definition.Classes, definition.DecisionVote(kind));
        layers = [.. definition.Layers.Select(_ => new ClipVote(definition.Classes, kind))];
        scratch = new float[definition.Classes];
    }

    /// <summary>The class; before any vote, -1.</summary>
    public int Class => all.Class;

    /// <summary>
    /// The winner's share of all votes: for summed probabilities its mean probability, for a majority the share of the steps.
    /// </summary>
    public double Confidence => all.Confidence;

    /// <summary>The class that a layer votes for; before any vote, -1.</summary>
    public int LayerClass(int layer) => layers[layer].Class;

    /// <summary>Takes the votes of a step that has just been made.</summary>
    /// <param name="state">The stream, after the step.</param>
    /// <param name="step">The number of the step, from 0; the burn-in does not vote.</param>
    public void Hear(NetworkState state, int step)
    {
        if (step >= definition.DecisionBurnInSteps)
        {
            all.Add(state.Scores);
        }

        for (int i = 0; i < layers.Length && step >= definition.BurnInSteps; i++)
        {
            ReadOnlySpan<float> readout = state.Readout(i);
            if (definition.Loss.Kind == LossKind.SmoothL1)
            {
                layers[i].Add(readout);
            }
            else
            {
                LocalLoss.Softmax(readout, definition.Loss.Temperature, scratch);
                layers[i].Add(scratch);
            }
        }
    }

    public void Clear()
    {
        all.Clear();
        foreach (ClipVote layer in layers)
        {
            layer.Clear();
        }
    }
}
