using ILGPU;

namespace EventSnn.Ilgpu.Kernels;

/// <summary>Q, P and the frames: one thread per input line.</summary>
public static class StreamKernels
{
    /// <summary>x = 0 for every stream of the batch. Index: (stream, input).</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void ClearFrame(Index1D index, FrameArguments a)
    {
        int stream = index / a.Shape.InputSize;
        a.X[(a.Slots[stream] * a.Shape.InputSize) + (index - (stream * a.Shape.InputSize))] = 0f;
    }

    /// <summary>x = count for every entry of the sparse frames. Index: entry.</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void PlaceFrame(Index1D index, FrameArguments a) => a.X[a.Targets[a.FirstEntry + index]] = a.Counts[a.FirstEntry + index];

    /// <summary>Q = beta Q + qg x; P = alpha P + pg Q, the Q of this step or of the last. Index: (stream, row, column, channel).</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void Trace(Index1D index, TraceArguments a)
    {
        int size = a.Shape.InputSize;
        int stream = index / size;
        int at = index - (stream * size);
        int slot = a.Slots[stream];
        int pixel = at / a.Shape.InputChannels;
        int channel = at - (pixel * a.Shape.InputChannels);
        int line = (slot * size) + at;
        float x;
        if (a.FromFrame != 0)
        {
            x = a.X[line];
        }
        else
        {
            int y = pixel / a.Shape.InputWidth;
            int column = pixel - (y * a.Shape.InputWidth);
            int row = (slot * a.Shape.InputWordCount) + (((channel * a.Shape.InputHeight) + y) * a.Shape.InputWords);
            x = (a.Spikes[row + (column >> 5)] >> (column & 31)) & 1u;
        }

        float old = a.Q[line];
        float now = (a.Beta[channel] * old) + (a.SynapseGain[channel] * x);
        a.Q[line] = now;
        a.P[line] = (a.Alpha[channel] * a.P[line]) + (a.MembraneGain[channel] * (a.NewSynapse != 0 ? now : old));
    }
}
