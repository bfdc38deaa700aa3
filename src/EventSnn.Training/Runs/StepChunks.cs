using EventSnn.Networks;

namespace EventSnn.Training.Runs;

/// <summary>Gives steps to a network in the chunks that its backend likes best: one by one to the processor, many at once to a device.</summary>
/// <param name="network">The network.</param>
/// <param name="width">The most streams of a step.</param>
internal sealed class StepChunks(SpikingNetwork network, int width)
{
    private readonly List<NetworkSample[]> steps = [];
    private readonly NetworkSample[]?[] reused = new NetworkSample[]?[width + 1];
    private readonly NetworkSample[] gathered = new NetworkSample[width];

    /// <summary>Runs steps in order.</summary>
    /// <param name="count">How many.</param>
    /// <param name="gather">Puts the streams of a step into the span and answers how many they are.</param>
    /// <param name="learn">Whether to learn.</param>
    /// <param name="onStep">Called once a step, in order, when the states show it.</param>
    /// <param name="cancellation">Checked before every chunk.</param>
    public void Run(int count, Func<int, NetworkSample[], int> gather, bool learn, Action<int> onStep, CancellationToken cancellation = default)
    {
        int size = network.PreferredChunk;
        for (int first = 0; first < count; first += size)
        {
            cancellation.ThrowIfCancellationRequested();
            steps.Clear();
            for (int k = first; k < Math.Min(count, first + size); k++)
            {
                int n = gather(k, gathered);

                // The steps of a longer chunk are alive together; a single one may use the array of the one before.
                NetworkSample[] samples = size > 1 ? new NetworkSample[n] : reused[n] ??= new NetworkSample[n];
                Array.Copy(gathered, samples, n);
                steps.Add(samples);
            }

            int offset = first;
            network.Run(steps, learn, k => onStep(offset + k));
        }
    }
}
