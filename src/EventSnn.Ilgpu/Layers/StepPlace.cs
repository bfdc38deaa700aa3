namespace EventSnn.Ilgpu.Layers;

/// <summary>Where a step of a chunk lies in the lists of the chunk.</summary>
/// <param name="Step">The number of the step.</param>
/// <param name="FirstStream">Its first stream.</param>
/// <param name="Streams">Its streams.</param>
/// <param name="FirstEntry">Its first entry of the frames.</param>
/// <param name="Entries">Its entries.</param>
/// <param name="FirstLearner">Its first learner.</param>
/// <param name="Learners">Its learners.</param>
internal readonly record struct StepPlace(int Step, int FirstStream, int Streams, int FirstEntry, int Entries, int FirstLearner, int Learners);
