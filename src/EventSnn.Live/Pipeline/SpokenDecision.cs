using EventSnn.Networks.Continual;
using EventSnn.Streaming.Recognition;

namespace EventSnn.Live.Pipeline;

/// <summary>Who has the word: what was taught wherever it knows the moment, else the model where there is one.</summary>
internal static class SpokenDecision
{
    /// <summary>Makes one decision of two.</summary>
    /// <param name="taught">What the learner believes.</param>
    /// <param name="learner">The learner, for its classes' names.</param>
    /// <param name="model">What the model said last; null where there is none, or nothing yet.</param>
    /// <param name="modelClasses">The model's classes; their scores come first.</param>
    /// <param name="leastConfidence">Below this the model's word is unknown, 0 to 1.</param>
    /// <param name="timestamp">Event time, in microseconds.</param>
    /// <param name="received">When the last event of the step came, in ticks of the host's clock; 0 where nobody knows.</param>
    /// <returns>The decision.</returns>
    public static LiveDecision Of(
        ContinualDecision taught, ContinualLearner learner, GestureClassification? model, int modelClasses, double leastConfidence, long timestamp, long received)
    {
        if (model is null || taught.Kind is DecisionKind.Gesture or DecisionKind.NoGesture)
        {
            string? name = taught.Kind == DecisionKind.Gesture ? learner.Classes[taught.Class].Name : null;
            IReadOnlyList<double> scores = model is null ? taught.Probabilities : [.. new double[modelClasses], .. taught.Probabilities];
            return new LiveDecision(taught.Kind, name, taught.Confidence, timestamp, scores, received);
        }

        bool sure = model.Confidence >= leastConfidence;
        double[] shares = [.. model.Scores.Select(s => (double)Math.Max(0, s))];
        double sum = Math.Max(1e-9, shares.Sum());
        return new LiveDecision(
            sure ? DecisionKind.Gesture : DecisionKind.Unknown, sure ? model.ClassName : null, model.Confidence, timestamp,
            [.. shares.Select(s => s / sum), .. new double[learner.Classes.Count]], received);
    }
}
