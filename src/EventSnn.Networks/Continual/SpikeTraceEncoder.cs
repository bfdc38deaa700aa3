using EventSnn.Events.Binning;

namespace EventSnn.Networks.Continual;

/// <summary>
/// The spike counts of a fixed layer (<see cref="SpikeCountEncoder"/>) over what a stream showed lately: a leaky memory of them, as the square root of
/// their shares.
/// </summary>
/// <remarks><c>c = exp(-dt / tau) c + n</c> for the counts n of a step. A gesture that begins outweighs the rest before it as soon as it has brought
/// more spikes, not after a window has passed. The neurons' charge leaks with the same time constant; without it those that a long stream pushed
/// down would be lost to what comes after. Allocation-free; one thread.</remarks>
public sealed class SpikeTraceEncoder : ILatentEncoder
{
    private readonly SpikeCountEncoder layer;
    private readonly float[] trace; // as the layer's counts
    private readonly float decay;
    private readonly double stepSeconds;
    private readonly int polarities; // inputs that are events and not motion
    private double events;

    /// <summary>Creates an encoder at rest.</summary>
    /// <param name="shape">The shape of the steps.</param>
    /// <param name="stepMicroseconds">The length of a step.</param>
    /// <param name="memoryMicroseconds">tau: how much of the past a vector tells.</param>
    /// <param name="options">The layer; null for the defaults.</param>
    public SpikeTraceEncoder(InputShape shape, long stepMicroseconds, long memoryMicroseconds, SpikeCountOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepMicroseconds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(memoryMicroseconds, 1);
        Shape = shape;
        layer = new SpikeCountEncoder(shape, options);
        trace = new float[layer.Counts.Length];
        decay = (float)Math.Exp(-(double)stepMicroseconds / memoryMicroseconds);
        stepSeconds = stepMicroseconds * 1e-6;
        polarities = 2 * shape.Height * shape.Width;
    }

    /// <inheritdoc/>
    public InputShape Shape { get; }

    /// <inheritdoc/>
    public int Size => layer.Size;

    /// <inheritdoc/>
    public double EventsPerSecond => events * (1 - decay) / stepSeconds;

    /// <inheritdoc/>
    public void Push(ReadOnlySpan<int> inputs, ReadOnlySpan<ushort> counts)
    {
        layer.Leak(decay);
        layer.Push(inputs, counts);
        for (int i = 0; i < trace.Length; i++)
        {
            trace[i] *= decay;
            trace[i] = trace[i] < 1e-20f ? 0 : trace[i]; // no denormal numbers in silence
            trace[i] += layer.Counts[i];
        }

        layer.ClearCounts();
        double sum = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            sum += inputs[i] < polarities ? counts[i] : 0;
        }

        events = (events * decay) + sum;
    }

    /// <summary>Writes the latent vector of this moment.</summary>
    /// <param name="latent"><see cref="Size"/> entries from 0 to 1, of Euclidean length 1; all 0 where nobody fired.</param>
    public void CopyTo(Span<float> latent) => layer.Normalise(trace, latent);

    /// <inheritdoc/>
    public void Reset()
    {
        layer.Reset();
        Array.Clear(trace);
        events = 0;
    }
}
