using EventSnn.Events.Random;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Tests.Reading;

public sealed class ColumnFactsTests
{
    [Fact]
    public void One_pass_over_the_columns_finds_what_four_simple_loops_find()
    {
        RandomStream random = new(2);
        for (int round = 0; round < 400; round++)
        {
            int count = 1 + random.NextInt32(300);
            long[] t = new long[count];
            ushort[] x = new ushort[count];
            ushort[] y = new ushort[count];
            byte[] p = new byte[count];
            int stepBack = random.NextInt32(2) == 0 ? random.NextInt32(count) : -1;
            for (int i = 0; i < count; i++)
            {
                t[i] = i == 0 ? long.MinValue / 2 : t[i - 1] + random.NextInt32(3) - (i == stepBack ? 5 : 0);
                (x[i], y[i], p[i]) = ((ushort)random.NextInt32(65536), (ushort)random.NextInt32(65536), (byte)random.NextInt32(2));
            }

            ColumnFacts facts = ColumnFacts.Of(t, x, y, p);

            facts.LargestX.ShouldBe(x.Max());
            facts.LargestY.ShouldBe(y.Max());
            facts.On.ShouldBe(p.Sum(v => v));
            facts.StepsBack.ShouldBe(Enumerable.Range(1, count - 1).Any(i => t[i] < t[i - 1]), $"round {round}, {count} events, step back at {stepBack}");
        }
    }
}
