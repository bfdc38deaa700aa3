using EventSnn.Events.Random;

namespace EventSnn.Networks.Continual;

/// <summary>
/// A bounded memory of latent vectors, one byte per entry, with equal shares for all classes: a new class takes room from the fullest
/// one. Which vectors of a class stay is drawn (reservoir sampling), so that all of them had the same chance.
/// </summary>
/// <param name="size">Length of a vector.</param>
/// <param name="capacity">Vectors that are kept, all classes together.</param>
/// <param name="seed">Equal seeds keep equal vectors.</param>
public sealed class LatentMemory(int size, int capacity, ulong seed = 1)
{
    private readonly List<List<byte[]>> kept = [];
    private readonly List<long> offered = [];
    private RandomStream random = new(seed);

    /// <summary>Vectors in the memory.</summary>
    public int Count { get; private set; }

    /// <summary>Number of classes.</summary>
    public int Classes => kept.Count;

    /// <summary>Bytes that the vectors take.</summary>
    public long Bytes => (long)Count * size;

    /// <summary>Adds a class.</summary>
    public void AddClass()
    {
        kept.Add([]);
        offered.Add(0);
    }

    /// <summary>Vectors of a class in the memory.</summary>
    /// <param name="label">The class.</param>
    /// <returns>The count.</returns>
    public int CountOf(int label) => kept[label].Count;

    /// <summary>Offers a vector; it may take another one's place or be passed over.</summary>
    /// <param name="vector">Entries in [0, 1] (larger ones are cut).</param>
    /// <param name="label">Its class.</param>
    public void Offer(ReadOnlySpan<float> vector, int label)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, size);
        List<byte[]> own = kept[label];
        offered[label]++;
        if (Count >= capacity)
        {
            List<byte[]> fullest = kept.MaxBy(k => k.Count)!;
            if (fullest.Count > own.Count + 1)
            {
                fullest.RemoveAt(random.NextInt32(fullest.Count));
                Count--;
            }
            else
            {
                long place = (long)(random.NextDouble() * offered[label]);
                if (place < own.Count)
                {
                    own[(int)place] = Compress(vector);
                }

                return;
            }
        }

        own.Add(Compress(vector));
        Count++;
    }

    /// <summary>Draws a vector of a class.</summary>
    /// <param name="label">The class; it must have one.</param>
    /// <param name="vector">Receives it, as exact as a byte per entry is.</param>
    public void Draw(int label, Span<float> vector) => Read(label, random.NextInt32(kept[label].Count), vector);

    /// <summary>Reads a vector of a class.</summary>
    /// <param name="label">The class.</param>
    /// <param name="index">0 to <see cref="CountOf"/> - 1.</param>
    /// <param name="vector">Receives it.</param>
    public void Read(int label, int index, Span<float> vector)
    {
        byte[] bytes = kept[label][index];
        for (int i = 0; i < bytes.Length; i++)
        {
            vector[i] = bytes[i] / 255f;
        }
    }

    /// <summary>A copy, random position included.</summary>
    /// <returns>A memory of its own.</returns>
    public LatentMemory Copy()
    {
        var copy = new LatentMemory(size, capacity, seed) { Count = Count, random = RandomStream.Restore(random.State) };
        copy.kept.AddRange(kept.Select(k => new List<byte[]>(k)));
        copy.offered.AddRange(offered);
        return copy;
    }

    private static byte[] Compress(ReadOnlySpan<float> vector)
    {
        var bytes = new byte[vector.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)Math.Clamp(MathF.Round(vector[i] * 255), 0, 255);
        }

        return bytes;
    }
}
