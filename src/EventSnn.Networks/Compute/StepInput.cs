namespace EventSnn.Networks.Compute;

/// <summary>One time step of one stream: a sparse list of (input, count). It does not own the memory.</summary>
/// <param name="Inputs">The inputs that are not zero: (channel * Height + y) * Width + x, ascending.</param>
/// <param name="Counts">The number of events at each of them.</param>
public readonly record struct StepInput(ReadOnlyMemory<int> Inputs, ReadOnlyMemory<ushort> Counts);
