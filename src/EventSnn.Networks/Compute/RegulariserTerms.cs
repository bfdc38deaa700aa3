namespace EventSnn.Networks.Compute;

/// <summary>The regularisers' part of delta, ready to multiply.</summary>
/// <typeparam name="T">float; double in checks of the arithmetic.</typeparam>
/// <param name="High">reg1 / N.</param>
/// <param name="Low">reg2 / N where the mean of 0.1 - sigmoid(Up) is above zero, else 0.</param>
public readonly record struct RegulariserTerms<T>(T High, T Low)
    where T : struct;
