namespace EventSnn.Networks.Definitions;

/// <summary>reg1 * mean(relu(Up + 0.01)) keeps potentials down, reg2 * relu(mean(0.1 - sigmoid(Up))) keeps a layer from falling silent.</summary>
/// <param name="High">reg1, at least 0.</param>
/// <param name="Low">reg2, at least 0.</param>
public readonly record struct RegulariserDefinition(float High, float Low)
{
    /// <summary>Whether either acts.</summary>
    public bool IsActive => High != 0 || Low != 0;
}
