using ILGPU;

namespace EventSnn.Ilgpu.Kernels;

/// <summary>A readout that learns: G -= lr dL/dr (x) m, c -= lr dL/dr; features of one grid cell share their weight.</summary>
public static class LearnedReadoutKernels
{
    /// <summary>The mean spike of a (channel, cell). Index: (learner, grid row, grid column, channel).</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void Mean(Index1D index, LearnedReadoutArguments a)
    {
        int channel = index % a.Shape.Channels;
        int rest = index / a.Shape.Channels;
        int gridColumn = rest % a.GridColumns;
        rest /= a.GridColumns;
        int gridRow = rest % a.GridRows;
        int slot = a.Slots[rest / a.GridRows];
        int spikes = 0;
        int area = 0;
        for (int y = 0; y < a.Shape.PooledHeight; y++)
        {
            if (y * a.GridRows / a.Shape.PooledHeight != gridRow)
            {
                continue;
            }

            int line = (slot * a.Shape.PooledWordCount) + (((channel * a.Shape.PooledHeight) + y) * a.Shape.PooledWords);
            for (int x = 0; x < a.Shape.PooledWidth; x++)
            {
                if (x * a.GridColumns / a.Shape.PooledWidth == gridColumn)
                {
                    spikes += (int)((a.Spikes[line + (x >> 5)] >> (x & 31)) & 1u);
                    area++;
                }
            }
        }

        a.Means[index] = area == 0 ? 0f : spikes / ((float)area * area);
    }

    /// <summary>Applies the change, then c. Index: (class, feature), then class.</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void Learn(Index1D index, LearnedReadoutArguments a)
    {
        if (a.Skip[0] != 0)
        {
            return;
        }

        int features = a.Shape.Features;
        int weights = a.Shape.Classes * features;
        if (index >= weights)
        {
            int c = index - weights;
            for (int learner = 0; learner < a.Learners; learner++)
            {
                a.ReadoutBias[c] -= a.Rate * a.Error[(learner * a.Shape.Classes) + c];
            }

            return;
        }

        int k = index / features;
        int feature = index - (k * features);
        int channel = feature % a.Shape.Channels;
        int pixel = feature / a.Shape.Channels;
        int gridRow = pixel / a.Shape.PooledWidth * a.GridRows / a.Shape.PooledHeight;
        int gridColumn = pixel % a.Shape.PooledWidth * a.GridColumns / a.Shape.PooledWidth;
        int cell = (((gridRow * a.GridColumns) + gridColumn) * a.Shape.Channels) + channel;
        int cells = a.GridRows * a.GridColumns * a.Shape.Channels;
        float g = a.Readout[index];
        for (int learner = 0; learner < a.Learners; learner++)
        {
            g -= a.Rate * a.Error[(learner * a.Shape.Classes) + k] * a.Means[(learner * cells) + cell];
        }

        a.Readout[index] = g;
    }
}
