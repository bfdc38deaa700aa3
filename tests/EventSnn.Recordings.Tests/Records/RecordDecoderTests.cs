using System.Runtime.Intrinsics.X86;
using EventSnn.Events.Batches;
using EventSnn.Events.Random;
using EventSnn.Recordings.Aedat2;
using EventSnn.Recordings.Aedat3;
using EventSnn.Recordings.Dat;
using EventSnn.Recordings.Records;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Records;

/// <summary>The decoders for wide vectors give what the one for single records gives, whatever the records hold.</summary>
public sealed class RecordDecoderTests
{
    private delegate void Decoder(ReadOnlySpan<byte> records, EventColumns to, ref int read, ref int written);

    [Fact]
    public void Sixteen_at_a_time_and_eight_at_a_time_agree_with_one_at_a_time_in_every_layout()
    {
        Compare<DavisLayout>();
        Compare<Dvs128Layout>();
        Compare<Dvs640Layout>();
        Compare<PolarityLayout>();
        Compare<UncheckedPolarityLayout>();
        Compare<DatV1Layout>();
        Compare<DatV2Layout>();
    }

    private static void Compare<TLayout>()
        where TLayout : struct, IRecordLayout
    {
        RandomStream random = new(11);
        for (int round = 0; round < 60; round++)
        {
            byte[] records = new byte[8 * (1 + random.NextInt32(200))];
            for (int i = 0; i < records.Length; i++)
            {
                records[i] = (byte)random.NextInt32(256);
            }

            int capacity = 1 + random.NextInt32(200);
            var expected = Decode(records, capacity, (ReadOnlySpan<byte> r, EventColumns to, ref int read, ref int written) =>
                RecordDecoder.DecodeOne<TLayout>(r, to, 7, 345, 259, int.MaxValue, ref read, ref written));
            if (Avx512BW.IsSupported && Avx512F.VL.IsSupported)
            {
                Decode(records, capacity, (ReadOnlySpan<byte> r, EventColumns to, ref int read, ref int written) =>
                {
                    RecordDecoder.DecodeSixteen<TLayout>(r, to, 7, 345, 259, ref read, ref written);
                    RecordDecoder.DecodeOne<TLayout>(r, to, 7, 345, 259, int.MaxValue, ref read, ref written);
                }).Events.ShouldBe(expected.Events, $"{typeof(TLayout).Name}, round {round}");
            }

            if (Avx2.IsSupported)
            {
                Decode(records, capacity, (ReadOnlySpan<byte> r, EventColumns to, ref int read, ref int written) =>
                {
                    RecordDecoder.DecodeEight<TLayout>(r, to, 7, 345, 259, ref read, ref written);
                    RecordDecoder.DecodeOne<TLayout>(r, to, 7, 345, 259, int.MaxValue, ref read, ref written);
                }).Events.ShouldBe(expected.Events, $"{typeof(TLayout).Name}, round {round}");
            }
        }
    }

    private static ((long T, int X, int Y, int P)[] Events, int Read) Decode(byte[] records, int capacity, Decoder decoder)
    {
        using EventBatch batch = new EventBatchPool(capacity).Rent();
        int read = 0;
        int written = 0;
        decoder(records, batch.GetFreeColumns(), ref read, ref written);
        batch.Advance(written);
        return (PooledEvents.Tuples(batch), read);
    }
}
