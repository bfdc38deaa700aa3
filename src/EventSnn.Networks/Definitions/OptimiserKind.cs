namespace EventSnn.Networks.Definitions;

/// <summary>How gradients change weights.</summary>
public enum OptimiserKind
{
    /// <summary>p -= lr g.</summary>
    Sgd,

    /// <summary>mo = b1 mo + (1-b1) g; v = max(b2 v, |g| + eps); p -= lr / (1 - b1^k) mo / v. Also where g = 0.</summary>
    Adamax,

    /// <summary>mo = b1 mo + (1-b1) g; v = b2 v + (1-b2) g^2; p -= lr / (1 - b1^k) mo / (sqrt(v / (1 - b2^k)) + eps).</summary>
    Adam,
}
