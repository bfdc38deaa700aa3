namespace EventSnn.Networks.SuperSpike;

/// <summary>How output errors reach hidden neurons.</summary>
public enum FeedbackKind
{
    /// <summary>e_i = sum_k w_ki e_k: through the forward weights.</summary>
    Symmetric,

    /// <summary>e_i = sum_k b_ki e_k, b ~ N(0, 1), fixed.</summary>
    Random,

    /// <summary>e_i = sum_k e_k.</summary>
    Uniform,
}
