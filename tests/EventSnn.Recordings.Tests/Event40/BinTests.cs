using EventSnn.Events.Batches;
using EventSnn.Events.Streams;
using EventSnn.Recordings.Tests.Support;
using EventSnn.Recordings.Writing;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Event40;

public sealed class BinTests
{
    [Fact]
    public void The_five_bytes_are_x_y_polarity_and_23_bits_of_big_endian_time()
    {
        byte[] file = [1, 2, 0x80, 0x00, 0x05, 33, 0, 0x7F, 0xFF, 0xFF, 0, 255, 0xFF, 0xFF, 0xFF];

        ReadAll.From(file, "a.bin").Events.ShouldBe([(5, 1, 2, 1), (0x7FFFFF, 33, 0, 0), (0x7FFFFF, 0, 255, 1)]);
    }

    [Fact]
    public void A_record_in_row_240_is_no_event_and_adds_8192_to_later_times()
    {
        byte[] file = [1, 1, 0, 0, 7, 0, 240, 0, 0, 0, 2, 2, 0, 0, 1, 0, 240, 0, 0, 0, 3, 3, 0, 0, 0];

        ReadAll all = ReadAll.From(file, "a.bin", batch: 1);

        all.Events.Select(e => e.T).ShouldBe([7, 8193, 16384]);
        all.Reader.OtherItems.Single().Count.ShouldBe(2);
    }

    [Fact]
    public void A_cut_record_is_told()
    {
        ReadAll all = ReadAll.From([1, 1, 0, 0, 7, 9, 9], "a.bs2");

        all.Events.Count.ShouldBe(1);
        all.Notices.ShouldContain(n => n.Kind == NoticeKind.Damaged);
        all.Reader.Counters.Skipped.ShouldBe(1);
    }

    [Theory]
    [InlineData(8388608, 0, "--time-origin first")]
    [InlineData(-1, 0, "--time-origin first")]
    [InlineData(0, 240, "--crop")]
    [InlineData(0, 256, "--crop")]
    public void What_40_bits_cannot_hold_is_refused(long t, int y, string option)
    {
        using PooledEvents events = new();
        using EventBatch batch = events.Batch((t, 0, y, 1));
        using RecordingWriter writer = Recording.Create(new MemoryStream(), new WriteOptions { Format = "bin" });

        Should.Throw<RecordingException>(() => writer.Write(batch)).Message.ShouldContain(option);
    }
}
