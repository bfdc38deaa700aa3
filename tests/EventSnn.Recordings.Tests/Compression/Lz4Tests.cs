using System.Buffers.Binary;
using EventSnn.Events.Random;
using EventSnn.Recordings.Compression;
using EventSnn.Recordings.Compression.Lz4;

namespace EventSnn.Recordings.Tests.Compression;

/// <summary>Blocks of sequences that are made up at random, beside the bytes that they mean.</summary>
public sealed class Lz4Tests
{
    [Fact]
    public void Sequences_of_every_kind_mean_what_the_format_says()
    {
        GrowingBuffer output = new(16 << 20);
        for (ulong seed = 0; seed < 300; seed++)
        {
            (byte[] frame, byte[] meant) = MadeUp(seed, 200);

            Lz4Frame.Decode(frame, output);

            output.Written.SequenceEqual(meant).ShouldBeTrue($"seed {seed}");
        }
    }

    [Fact]
    public void Frames_that_are_decoded_together_do_not_mix()
    {
        GrowingBuffer[] outputs = [.. Enumerable.Range(0, 5).Select(_ => new GrowingBuffer(16 << 20))];
        for (ulong seed = 0; seed < 100; seed++)
        {
            (byte[] Frame, byte[] Meant)[] all = [.. outputs.Select((_, i) => MadeUp((seed * 100) + (ulong)i, 20 + (50 * i)))];
            bool[] decoded = Together(outputs, [.. all.Select(f => f.Frame)]);

            decoded.ShouldAllBe(d => d, $"seed {seed}");
            for (int i = 0; i < all.Length; i++)
            {
                outputs[i].Written.SequenceEqual(all[i].Meant).ShouldBeTrue($"seed {seed}, frame {i}");
            }
        }
    }

    [Fact]
    public void A_damaged_frame_spoils_none_of_those_beside_it()
    {
        GrowingBuffer[] outputs = [.. Enumerable.Range(0, 4).Select(_ => new GrowingBuffer(16 << 20))];
        (byte[] Frame, byte[] Meant)[] all = [.. outputs.Select((_, i) => MadeUp((ulong)i, 40))];
        for (int damaged = 0; damaged < all.Length; damaged++)
        {
            for (int at = 0; at < all[damaged].Frame.Length; at += 3)
            {
                byte[][] frames = [.. all.Select(f => f.Frame)];
                frames[damaged] = frames[damaged][..at];
                bool[] decoded = Together(outputs, frames);
                for (int i = 0; i < all.Length; i++)
                {
                    // Nothing at all is a content without a frame.
                    decoded[i].ShouldBe(i != damaged || at == 0, $"frame {damaged} cut at {at}, frame {i}");
                    if (i != damaged)
                    {
                        outputs[i].Written.SequenceEqual(all[i].Meant).ShouldBeTrue($"frame {damaged} cut at {at}, frame {i}");
                    }
                }
            }
        }
    }

    [Fact]
    public void A_copy_of_what_was_never_written_is_refused_wherever_it_comes()
    {
        for (int before = 0; before < 200; before += 7)
        {
            List<byte> block = [];
            for (int i = 0; i < before; i++)
            {
                Sequence(block, [(byte)i], 1, 4);
            }

            Sequence(block, [1], (ushort)((before * 5) + 2), 6);
            Sequence(block, new byte[40], 0, 0);
            GrowingBuffer output = new(16 << 20);
            output.Append(new byte[4096]);

            CompressedDataException e = Should.Throw<CompressedDataException>(() => Lz4Frame.Decode(FrameOf([[.. block]]), output));

            e.Message.ShouldContain("reaches outside");
        }
    }

    private static bool[] Together(GrowingBuffer[] outputs, byte[][] frames)
    {
        List<Range> parts = [];
        int at = 3;
        foreach (byte[] frame in frames)
        {
            parts.Add(at..(at + frame.Length));
            at += frame.Length;
        }

        bool[] decoded = new bool[frames.Length];
        Lz4Frame.DecodeMany([0xAA, 0xBB, 0xCC, .. frames.SelectMany(f => f)], parts.ToArray(), outputs, decoded);
        return decoded;
    }

    /// <summary>A frame of linked blocks, most of their sequences short as those of events are.</summary>
    private static (byte[] Frame, byte[] Meant) MadeUp(ulong seed, int sequences)
    {
        RandomStream random = new(seed);
        List<byte> meant = [];
        List<byte[]> blocks = [];
        for (int b = 0; b < 3; b++)
        {
            List<byte> block = [];
            for (int i = 0; i < sequences; i++)
            {
                int count = random.NextInt32(20) == 0 ? random.NextInt32(300) : random.NextInt32(5);
                count = meant.Count == 0 ? Math.Max(1, count) : count;
                byte[] literals = [.. Enumerable.Range(0, count).Select(_ => (byte)random.NextInt32(256))];
                meant.AddRange(literals);
                int offset = random.NextInt32(4) switch { 0 => 16, 1 => 1 + random.NextInt32(40), 2 => 1 + random.NextInt32(300), _ => 1 + random.NextInt32(65535) };
                offset = Math.Min(offset, meant.Count);
                int length = 4 + (random.NextInt32(20) == 0 ? random.NextInt32(400) : random.NextInt32(14));
                for (int k = 0; k < length; k++)
                {
                    meant.Add(meant[^offset]);
                }

                Sequence(block, literals, (ushort)offset, length);
            }

            byte[] last = [1, 2, 3, 4, 5];
            meant.AddRange(last);
            Sequence(block, last, 0, 0);
            blocks.Add([.. block]);
        }

        return (FrameOf(blocks), [.. meant]);
    }

    /// <summary>Appends a sequence; an offset of 0 for the last one, which copies nothing.</summary>
    private static void Sequence(List<byte> block, byte[] literals, ushort offset, int length)
    {
        int copy = offset == 0 ? 0 : length - 4;
        block.Add((byte)((Math.Min(literals.Length, 15) << 4) | Math.Min(copy, 15)));
        Extend(literals.Length);
        block.AddRange(literals);
        if (offset > 0)
        {
            block.AddRange([(byte)offset, (byte)(offset >> 8)]);
            Extend(copy);
        }

        void Extend(int value)
        {
            for (value -= 15; value >= 0; value -= 255)
            {
                block.Add((byte)Math.Min(value, 255));
            }
        }
    }

    private static byte[] FrameOf(List<byte[]> blocks)
    {
        byte[] header = [0x40, 0x70];
        List<byte> frame = [0x04, 0x22, 0x4D, 0x18, .. header, (byte)(XxHash32.Of(header) >> 8)];
        foreach (byte[] block in blocks)
        {
            byte[] size = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(size, block.Length);
            frame.AddRange([.. size, .. block]);
        }

        return [.. frame, 0, 0, 0, 0];
    }
}
