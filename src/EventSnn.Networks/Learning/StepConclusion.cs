using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Learning;

/// <summary>What every step ends with, whoever ran its layers: the clip takes it in, and the stream's scores are made.</summary>
internal static class StepConclusion
{
    /// <summary>Concludes a step of a stream.</summary>
    /// <param name="network">The network.</param>
    /// <param name="state">The stream, its layers done with the step.</param>
    /// <param name="input">What came in.</param>
    /// <param name="label">The class that the clip readout is to learn it for; -1 for none.</param>
    public static void Conclude(SpikingNetwork network, NetworkState state, StepInput input, int label)
    {
        FollowClip(network, state, input, label);
        Score(network, state);
    }

    /// <summary>Lets the clip readout see the step, and learn what ends with it.</summary>
    private static void FollowClip(SpikingNetwork network, NetworkState state, StepInput input, int label)
    {
        if (state.Clip is not { } clip)
        {
            return;
        }

        if (clip.Label >= 0 && (clip.Label != label || clip.LabelledSteps >= clip.WindowSteps))
        {
            network.EndClip(state);
        }

        clip.Push(input.Inputs.Span, input.Counts.Span);
        clip.Mark(label);
    }

    private static void Score(SpikingNetwork network, NetworkState state)
    {
        NetworkDefinition definition = network.Definition;
        int last = network.Layers.Count - 1;
        Span<float> scores = state.MutableScores;
        state.Readout(last).CopyTo(scores);
        if (definition.Scores == ScoreRule.SumOfLayers)
        {
            for (int i = 0; i < last; i++)
            {
                ReadOnlySpan<float> readout = state.Readout(i);
                for (int k = 0; k < scores.Length; k++)
                {
                    scores[k] += readout[k];
                }
            }
        }

        if (definition.Loss.Kind == LossKind.SoftmaxCrossEntropy)
        {
            LocalLoss.Softmax(scores, definition.Loss.Temperature, scores);
        }

        if (network.ClipReadout is { } readoutOfClips && state.Clip is { } clip)
        {
            if (clip.StepsSeen > definition.BurnInSteps)
            {
                clip.Hear(scores);
            }

            readoutOfClips.Score(clip, scores);
        }
    }
}
