using EventSnn.Events.Binning;

namespace EventSnn.Training.Baselines;

/// <summary>A classifier and what it sees of a clip.</summary>
/// <param name="View">What it sees, in a word or two.</param>
/// <param name="Classifier">The classifier.</param>
/// <param name="See">Makes the vector of a clip.</param>
internal sealed record OnePassLearner(string View, OnlineClassifier Classifier, Func<StepSequence, float[]> See)
{
    /// <summary>Classifier and view.</summary>
    public string Name => $"{Classifier.Name}, {View}";
}
