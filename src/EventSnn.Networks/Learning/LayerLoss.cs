namespace EventSnn.Networks.Learning;

/// <summary>The three parts of a layer's local loss in one step.</summary>
/// <typeparam name="T">float; double in checks of the arithmetic.</typeparam>
/// <param name="Data">The loss between readout and label.</param>
/// <param name="High">reg1's part.</param>
/// <param name="Low">reg2's part.</param>
public readonly record struct LayerLoss<T>(T Data, T High, T Low)
    where T : struct;
