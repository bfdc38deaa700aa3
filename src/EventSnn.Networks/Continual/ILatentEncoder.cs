using EventSnn.Events.Binning;

namespace EventSnn.Networks.Continual;

/// <summary>Makes a vector of constant length of what a stream showed lately. Nothing is trained. One thread.</summary>
public interface ILatentEncoder
{
    /// <summary>The shape of the steps.</summary>
    InputShape Shape { get; }

    /// <summary>Length of a latent vector.</summary>
    int Size { get; }

    /// <summary>Events per second, lately.</summary>
    double EventsPerSecond { get; }

    /// <summary>Takes one step.</summary>
    /// <param name="inputs">The inputs that are not zero.</param>
    /// <param name="counts">Events at each of them.</param>
    void Push(ReadOnlySpan<int> inputs, ReadOnlySpan<ushort> counts);

    /// <summary>Writes the latent vector of this moment.</summary>
    /// <param name="latent"><see cref="Size"/> entries.</param>
    void CopyTo(Span<float> latent);

    /// <summary>Forgets everything.</summary>
    void Reset();
}
