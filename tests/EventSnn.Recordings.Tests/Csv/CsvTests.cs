using System.Text;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Tests.Support;

namespace EventSnn.Recordings.Tests.Csv;

public sealed class CsvTests
{
    [Theory]
    [InlineData("t,x,y,p\n12,3,4,1\n", 12)]
    [InlineData("x,y,polarity,timestamp\n3,4,1,12\n", 12)]
    [InlineData("t_s;x;y;p\n0.000012;3;4;1\n", 12)]
    [InlineData("t_ms\tx\ty\tp\n0.012\t3\t4\t1\n", 12)]
    [InlineData("timestamp [ns],x,y,on\n12499,3,4,True\n", 12)]
    [InlineData("0.0000124 3 4 1\n0.5 3 4 0\n", 12)]
    [InlineData("0.0000125 3 4 1\n0.5 3 4 0\n", 13)]
    [InlineData("3,4,12,1\n3,4,120000,-1\n", 12)]
    [InlineData("# a remark\n\n12 3 4 1\n900000 5 6 0\n", 12)]
    [InlineData("t,x,y,p\r\n12,3,4,1\r\n", 12)]
    [InlineData("t_s,x,y,p\n1.2e-5,3.0,4.0,1\n", 12)]
    public void Columns_separator_and_unit_are_found(string text, long t)
    {
        ReadAll read = ReadAll.From(Encoding.UTF8.GetBytes(text), "a.csv");

        read.Events[0].ShouldBe((t, 3, 4, 1));
        read.Reader.WarningCount.ShouldBe(0);
    }

    [Fact]
    public void A_first_line_of_two_numbers_is_the_sensor() =>
        ReadAll.From("240 180\n0.000012 3 4 1\n"u8.ToArray(), "events.txt").Reader.DeclaredSize.ShouldBe(new SensorSize(240, 180));

    [Fact]
    public void Absolute_seconds_lose_no_microsecond() =>
        ReadAll.From("t_s,x,y,p\n1718924384.950507,3,4,1\n"u8.ToArray(), "a.csv").Events[0].T.ShouldBe(1718924384950507);

    [Theory]
    [InlineData("12,3,4")]
    [InlineData("12,3,-4,1")]
    [InlineData("12,70000,4,1")]
    [InlineData("12,3,4,7")]
    [InlineData("99999999999999999999,3,4,1")]
    public void A_bad_line_is_skipped_counted_and_told(string line)
    {
        ReadAll read = ReadAll.From(Encoding.UTF8.GetBytes($"t,x,y,p\n1,1,1,1\n2,2,2,0\n{line}\n3,3,3,1\n"), "a.csv", new ReadOptions { Format = "csv" });

        read.Events.Select(e => e.T).ShouldBe([1, 2, 3]);
        read.Reader.Counters.SkippedFor(SkipReason.Damaged).ShouldBe(1);
    }

    [Fact]
    public void Prose_is_no_recording() =>
        Should.Throw<RecordingException>(() => ReadAll.From("Dear diary, today\nnothing happened, again\n"u8.ToArray(), "a.txt")).Found.ShouldContain("text");
}
