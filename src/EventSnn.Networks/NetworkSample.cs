namespace EventSnn.Networks;

/// <summary>One step of one stream in a mini-batch.</summary>
/// <param name="State">The stream's state; each stream at most once in a mini-batch.</param>
/// <param name="Inputs">The inputs that are not zero, ascending.</param>
/// <param name="Counts">The number of events at each of them.</param>
/// <param name="Label">The class, or -1 where none is known.</param>
public readonly record struct NetworkSample(NetworkState State, ReadOnlyMemory<int> Inputs, ReadOnlyMemory<ushort> Counts, int Label);
