using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;

namespace EventSnn.Networks.Compute;

/// <summary>
/// A layer's arithmetic that runs a whole chunk of steps without the host between them: frames and labels go there once, what the
/// steps showed comes back once. Between <see cref="BeginChunk"/> and <see cref="EndChunk"/> only the methods of this interface are called.
/// </summary>
public interface IChunkedLayerKernels : ILayerKernels<float>
{
    /// <summary>Starts a chunk.</summary>
    /// <param name="steps">Its steps.</param>
    void BeginChunk(IReadOnlyList<ChunkStep> steps);

    /// <summary>Q, P, U, S, Up, s, a and r of one step.</summary>
    /// <param name="number">The number of the step in the chunk; steps come in order, layers from the lowest.</param>
    /// <param name="below">The layer below; null for the lowest.</param>
    void Forward(int number, IChunkedLayerKernels? below);

    /// <summary>The local loss of one step and its update.</summary>
    /// <param name="number">The number of the step in the chunk.</param>
    /// <param name="loss">The local loss.</param>
    /// <param name="threshold">A step whose every |dLoss/dr| times the batch size is below it is skipped.</param>
    /// <param name="update">The optimiser's step.</param>
    /// <param name="readoutRate">The learning rate of a learned readout, schedule included.</param>
    void Learn(int number, LossDefinition loss, float threshold, in OptimiserStep update, float readoutRate);

    /// <summary>Ends the chunk: what its steps showed comes back.</summary>
    void EndChunk();

    /// <summary>Puts readouts and spike counts of a step of the ended chunk into its states.</summary>
    /// <param name="number">The number of the step.</param>
    /// <param name="loss">The loss of the mini-batch; zero where nothing was learned.</param>
    /// <returns>Whether the step's update was skipped by its threshold.</returns>
    bool Show(int number, out LayerLoss<float> loss);
}
