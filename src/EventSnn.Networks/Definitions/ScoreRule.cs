namespace EventSnn.Networks.Definitions;

/// <summary>Which layer readouts the decision scores of a step come from.</summary>
public enum ScoreRule
{
    /// <summary>The last layer's.</summary>
    LastLayer,

    /// <summary>The sum over layers.</summary>
    SumOfLayers,
}
