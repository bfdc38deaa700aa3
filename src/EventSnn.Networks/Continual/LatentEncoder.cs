using EventSnn.Events.Binning;

namespace EventSnn.Networks.Continual;

/// <summary>
/// Makes a vector of constant length of what a stream showed lately: where events were, of which polarity, and which way they moved.
/// Nothing is trained, so that what is learned on top of it never has to be learned anew.
/// </summary>
/// <remarks>
/// <para>Per cell of a coarse grid, with a leaky memory (time constant tau): ON counts, OFF counts, and for each of four directions the
/// coincidences between a cell's fast trace and the events of its neighbour, as in the elementary motion detectors of Hassenstein and
/// Reichardt (1956): <c>f = exp(-dt / tau_f) f + c</c>; <c>m_d = exp(-dt / tau) m_d + f(i) c(i + d)</c>.</para>
/// <para>Counts and coincidences are shares of their sums; their square roots (Hellinger) make the vector, so that how many events a
/// camera gives has no influence; the logarithm of the rate is the last entry. Allocation-free; one thread.</para>
/// </remarks>
public sealed class LatentEncoder : ILatentEncoder
{
    private const int Directions = 4;
    private readonly InputShape shape;
    private readonly int rows;
    private readonly int columns;
    private readonly int cells;
    private readonly int[] cellOf; // of an input: polarity * cells + cell
    private readonly float decay;
    private readonly float motionDecay;
    private readonly float[] memory; // ON, OFF, then the directions
    private readonly float[] fast;
    private readonly float[] now;
    private readonly bool motion;
    private readonly double stepSeconds;
    private double rate;

    /// <summary>Creates an encoder.</summary>
    /// <param name="shape">The steps' shape: 2 channels.</param>
    /// <param name="stepMicroseconds">The length of a step.</param>
    /// <param name="options">Grid and time constants; null for the defaults.</param>
    public LatentEncoder(InputShape shape, long stepMicroseconds, LatentOptions? options = null)
    {
        options ??= new LatentOptions();
        options.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(stepMicroseconds, 1);
        this.shape = shape;
        rows = Math.Min(options.Cells, shape.Height);
        columns = Math.Min(options.Cells, shape.Width);
        cells = rows * columns;
        motion = options.Motion;
        decay = (float)Math.Exp(-(double)stepMicroseconds / options.MemoryMicroseconds);
        motionDecay = (float)Math.Exp(-(double)stepMicroseconds / options.MotionMicroseconds);
        stepSeconds = stepMicroseconds * 1e-6;
        memory = new float[(2 + (motion ? Directions : 0)) * cells];
        fast = new float[cells];
        now = new float[cells];
        cellOf = new int[shape.Size];
        int plane = shape.Height * shape.Width;
        for (int i = 0; i < cellOf.Length; i++)
        {
            int y = i % plane / shape.Width;
            int x = i % shape.Width;
            cellOf[i] = (Math.Min(1, i / plane) * cells) + (y * rows / shape.Height * columns) + (x * columns / shape.Width);
        }
    }

    /// <summary>The shape of the steps.</summary>
    public InputShape Shape => shape;

    /// <summary>Length of a latent vector.</summary>
    public int Size => memory.Length + 1;

    /// <summary>Events per second, lately.</summary>
    public double EventsPerSecond => rate * (1 - decay) / stepSeconds;

    /// <summary>Takes one step.</summary>
    /// <param name="inputs">The inputs that are not zero.</param>
    /// <param name="counts">Events at each of them.</param>
    public void Push(ReadOnlySpan<int> inputs, ReadOnlySpan<ushort> counts)
    {
        for (int i = 0; i < memory.Length; i++)
        {
            memory[i] *= decay;
        }

        Array.Clear(now);
        float sum = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            int cell = cellOf[inputs[i]];
            float count = counts[i];
            memory[cell] += count;
            now[cell >= cells ? cell - cells : cell] += count;
            sum += count;
        }

        rate = (rate * decay) + sum;
        if (motion)
        {
            Coincide();
        }
    }

    /// <summary>Writes the latent vector of this moment.</summary>
    /// <param name="latent"><see cref="Size"/> entries, each in [0, 1] but the last, which is a tenth of the logarithm of the rate.</param>
    public void CopyTo(Span<float> latent)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(latent.Length, Size);
        Shares(memory.AsSpan(0, 2 * cells), latent);
        Shares(memory.AsSpan(2 * cells), latent[(2 * cells)..]);
        latent[^1] = (float)(Math.Log(1 + EventsPerSecond) / 10);
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        Array.Clear(memory);
        Array.Clear(fast);
        rate = 0;
    }

    private static void Shares(ReadOnlySpan<float> values, Span<float> target)
    {
        float sum = 1e-6f;
        foreach (float v in values)
        {
            sum += v;
        }

        float scale = 1 / sum;
        for (int i = 0; i < values.Length; i++)
        {
            target[i] = MathF.Sqrt(values[i] * scale);
        }
    }

    /// <summary>The fast traces of before, with the events of now in the neighbouring cells; then the events of now become traces.</summary>
    private void Coincide()
    {
        Span<float> right = memory.AsSpan(2 * cells, cells);
        Span<float> left = memory.AsSpan(3 * cells, cells);
        Span<float> down = memory.AsSpan(4 * cells, cells);
        Span<float> up = memory.AsSpan(5 * cells, cells);
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++)
            {
                int i = (y * columns) + x;
                float f = fast[i];
                if (f < 1e-3f)
                {
                    continue;
                }

                right[i] += x + 1 < columns ? f * now[i + 1] : 0;
                left[i] += x > 0 ? f * now[i - 1] : 0;
                down[i] += y + 1 < rows ? f * now[i + columns] : 0;
                up[i] += y > 0 ? f * now[i - columns] : 0;
            }
        }

        for (int i = 0; i < fast.Length; i++)
        {
            fast[i] = (fast[i] * motionDecay) + now[i];
        }
    }
}
