using EventSnn.Events.Random;

namespace EventSnn.Events.Tests.Random;

public sealed class RandomStreamTests
{
    [Fact]
    public void Mixing_is_splitmix64() =>
        new[] { RandomStream.Mix(1234567, 1), RandomStream.Mix(1234567, 2), RandomStream.Mix(1234567, 3) }
            .ShouldBe([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL]);

    [Fact]
    public void The_generator_is_xoshiro256_starstar()
    {
        RandomStream stream = RandomStream.Restore((1, 2, 3, 4, double.NaN));
        new[] { stream.NextUInt64(), stream.NextUInt64(), stream.NextUInt64(), stream.NextUInt64() }
            .ShouldBe([11520UL, 0UL, 1509978240UL, 1215971899390074240UL]);
    }

    [Fact]
    public void A_saved_position_continues_bit_for_bit_even_between_two_normals()
    {
        var stream = new RandomStream(7);
        stream.NextNormal();
        RandomStream again = RandomStream.Restore(stream.State);
        for (int i = 0; i < 100; i++)
        {
            again.NextNormal().ShouldBe(stream.NextNormal());
        }
    }

    [Fact]
    public void Normals_have_mean_zero_and_variance_one()
    {
        var stream = new RandomStream(3);
        const int n = 200_000;
        double sum = 0, squares = 0;
        for (int i = 0; i < n; i++)
        {
            double x = stream.NextNormal();
            sum += x;
            squares += x * x;
        }

        Math.Abs(sum / n).ShouldBeLessThan(4 / Math.Sqrt(n));
        Math.Abs((squares / n) - 1).ShouldBeLessThan(4 * Math.Sqrt(2.0 / n));
    }

    [Fact]
    public void Whole_numbers_fill_their_range_evenly()
    {
        var stream = new RandomStream(11);
        var counts = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            counts[stream.NextInt32(7)]++;
        }

        foreach (int count in counts)
        {
            Math.Abs(count - 10_000).ShouldBeLessThan(400);
        }
    }

    [Fact]
    public void Forks_differ_by_every_key()
    {
        ulong[] first =
        [
            RandomStream.Fork(1).NextUInt64(), RandomStream.Fork(1, 0).NextUInt64(), RandomStream.Fork(1, 1).NextUInt64(),
            RandomStream.Fork(1, 0, 1).NextUInt64(), RandomStream.Fork(1, 1, 0).NextUInt64(), RandomStream.Fork(2, 0).NextUInt64(),
        ];
        first.Distinct().Count().ShouldBe(first.Length);
    }
}
