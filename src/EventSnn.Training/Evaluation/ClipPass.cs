using EventSnn.Networks;
using EventSnn.Networks.EndToEnd;
using EventSnn.Training.Runs;

namespace EventSnn.Training.Evaluation;

/// <summary>Runs clips side by side through a network, each from a state of zero at its first step, and hears their votes after the burn-in.</summary>
/// <param name="network">The network.</param>
/// <param name="width">The most clips side by side.</param>
internal sealed class ClipPass(SpikingNetwork network, int width)
{
    private readonly NetworkState[] states = [.. Enumerable.Range(0, width).Select(_ => network.CreateState())];
    private readonly ClipJury[] juries = [.. Enumerable.Range(0, width).Select(_ => new ClipJury(network.Definition))];
    private readonly StepChunks chunks = new(network, width);
    private readonly int[] counts = new int[width];

    /// <summary>The votes of a clip so far.</summary>
    public ClipJury Jury(int clip) => juries[clip];

    /// <summary>The state of a clip.</summary>
    public NetworkState State(int clip) => states[clip];

    /// <summary>Whether a clip has a step of this number.</summary>
    public bool Has(int clip, int step) => step < counts[clip];

    /// <summary>Runs them.</summary>
    /// <param name="clips">At most as many as the width.</param>
    /// <param name="learn">Whether to learn from their labels; else they are not looked at.</param>
    /// <param name="limit">Steps of each clip that are seen at most.</param>
    /// <param name="onStep">Told the number of every step, in order, when states and votes show it.</param>
    /// <param name="cancellation">Checked before every chunk of steps.</param>
    public void Run(IReadOnlyList<LabelledClip> clips, bool learn, int limit = int.MaxValue, Action<int>? onStep = null, CancellationToken cancellation = default)
    {
        int longest = 0;
        for (int b = 0; b < clips.Count; b++)
        {
            counts[b] = Math.Min(clips[b].Steps.Count, limit);
            longest = Math.Max(longest, counts[b]);
            states[b].Reset();
            juries[b].Clear();
        }

        chunks.Run(longest, Gather, learn, Hear, cancellation);
        for (int b = 0; b < clips.Count && learn; b++)
        {
            network.EndClip(states[b], cancellation: cancellation);
        }

        int Gather(int k, NetworkSample[] samples)
        {
            int active = 0;
            for (int b = 0; b < clips.Count; b++)
            {
                if (Has(b, k))
                {
                    samples[active++] = new NetworkSample(states[b], clips[b].Steps.InputsMemory(k), clips[b].Steps.CountsMemory(k), learn ? clips[b].Label : -1);
                }
            }

            return active;
        }

        void Hear(int k)
        {
            for (int b = 0; b < clips.Count; b++)
            {
                if (Has(b, k))
                {
                    juries[b].Hear(states[b], k);
                }
            }

            onStep?.Invoke(k);
        }
    }
}
