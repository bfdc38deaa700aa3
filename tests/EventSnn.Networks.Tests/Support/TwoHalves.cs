using EventSnn.Events.Binning;
using EventSnn.Events.Random;
using EventSnn.Networks.EndToEnd;

namespace EventSnn.Networks.Tests.Support;

/// <summary>Clips of 300 ms in which the lower or the upper half of the inputs sends most of the events.</summary>
internal static class TwoHalves
{
    public const int Inputs = 40;

    public const long StepMicroseconds = 10_000;

    public static LabelledClip[] Draw(int clips, ulong seed)
    {
        RandomStream random = RandomStream.Fork(seed, 0);
        return [.. Enumerable.Range(0, clips).Select(c => new LabelledClip(Clip(random, c % 2), c % 2))];
    }

    private static StepSequence Clip(RandomStream random, int label)
    {
        var clip = new StepSequence(StepMicroseconds);
        for (int t = 0; t < 30; t++)
        {
            int[] inputs = [.. Enumerable.Range(0, Inputs).Where(i => random.NextDouble() < (i / (Inputs / 2) == label ? .4 : .04))];
            clip.Append(inputs, [.. inputs.Select(_ => (ushort)1)]);
        }

        return clip;
    }
}
