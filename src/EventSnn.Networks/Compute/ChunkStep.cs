namespace EventSnn.Networks.Compute;

/// <summary>One step of a chunk, as one layer sees it.</summary>
/// <param name="States">The streams of the mini-batch.</param>
/// <param name="Inputs">What each of them sees from outside; empty above the lowest layer.</param>
/// <param name="Learners">The places in <paramref name="States"/> of the streams that learn, ascending.</param>
/// <param name="Labels">Their labels.</param>
/// <param name="DropoutKeys">The keys of their dropout masks; empty where the layer has none.</param>
public sealed record ChunkStep(LayerState<float>[] States, StepInput[] Inputs, int[] Learners, int[] Labels, ulong[] DropoutKeys);
