using EventSnn.Events.Random;
using EventSnn.Recordings.Compression.Lz4;

namespace EventSnn.Recordings.Tests.Compression;

/// <summary>Damaged blocks, between pages that nobody may touch: the decoder works on pointers, so that nothing else would tell.</summary>
public sealed unsafe class Lz4BoundsTests
{
    private const int Input = 8192;
    private const int Output = 65536;
    private const int Longest = 3000;

    [Fact]
    public void No_block_makes_the_decoder_touch_anything_outside_its_memory()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Guard pages are made by Linux calls.");
        }

        byte* source = GuardedMemory.Take(Input);
        byte* source2 = GuardedMemory.Take(Input);
        byte* target = GuardedMemory.Take(Output);
        byte* target2 = GuardedMemory.Take(Output);
        RandomStream random = new(3);
        int whole = 0;
        for (int round = 0; round < 10_000; round++)
        {
            // The blocks end where their memory ends; one output begins where its memory begins, the other ends where it ends.
            int length = Place(random, source + Input);
            int length2 = Place(random, source2 + Input);
            int start = random.NextInt32(3) == 0 ? 0 : random.NextInt32(200);
            int room = random.NextInt32(4) == 0 ? random.NextInt32(Output - start) : Longest + random.NextInt32(400);
            Lz4Lane one = new(source + Input - length, length, target, target + (random.NextInt32(2) * start), target + start, room);
            Lz4Lane two = new(source2 + Input - length2, length2, target2, target2 + Output - room, target2 + Output - room, room);
            while (random.NextInt32(3) > 0 && !one.HasEnded && !two.HasEnded)
            {
                Lz4Decoder.Decode(ref one, ref two);
            }

            Lz4Decoder.Decode(ref one);
            Lz4Decoder.Decode(ref two);

            (one.To <= one.OutputEnd && two.To <= two.OutputEnd).ShouldBeTrue($"round {round}");
            whole += one.Fault is null ? 1 : 0;
        }

        whole.ShouldBeInRange(1000, 9000);
    }

    /// <summary>A block, often of what looks like events, often damaged or cut, that ends at a place.</summary>
    private static int Place(RandomStream random, byte* end)
    {
        byte[] plain = new byte[random.NextInt32(Longest)];
        int kind = random.NextInt32(3);
        for (int i = 0; i < plain.Length; i++)
        {
            plain[i] = (byte)(kind == 0 || i % 16 < 2 || random.NextInt32(12) == 0 ? random.NextInt32(256) : i % 16 * 7);
        }

        byte[] packed = new byte[Lz4Encoder.MaximumLength(plain.Length)];
        int length = Lz4Encoder.Encode(plain, packed, new int[1 << 14]);
        for (int damage = random.NextInt32(4); damage > 0; damage--)
        {
            packed[random.NextInt32(length)] = (byte)random.NextInt32(256);
        }

        length = random.NextInt32(3) == 0 ? random.NextInt32(length + 1) : length;
        packed.AsSpan(0, length).CopyTo(new Span<byte>(end - length, length));
        return length;
    }
}
