using EventSnn.Recordings.Tests.Support;

namespace EventSnn.Recordings.Tests.EventStreams;

public sealed class EventStreamTests
{
    [Fact]
    public void Dvs_events_count_rows_from_the_bottom_and_ff_adds_127()
    {
        byte[] file = [.. Header(1), (3 << 1) | 1, 2, 0, 1, 0, 0xFF, 0xFF, 0xFE, 5 << 1, 4, 0, 9, 0];

        ReadAll read = ReadAll.From(file, "a.es");

        read.Events.ShouldBe([(3, 2, 8, 1), (262, 4, 0, 0)]);
        read.Reader.OtherItems.Single().Count.ShouldBe(1);
    }

    [Fact]
    public void Atis_changes_are_delivered_and_exposures_counted()
    {
        byte[] file = [.. Header(2), (3 << 2) | 2, 1, 0, 0, 0, (1 << 2) | 1, 1, 0, 0, 0, 0xFD, 0xFF, (2 << 2) | 3, 1, 0, 0, 0, 0, 2, 0, 0, 0];

        ReadAll read = ReadAll.From(file, "a.es");

        read.Events.ShouldBe([(3, 1, 9, 1), (4 + 63 + 189 + 2, 2, 9, 0)]);
        read.Reader.OtherItems.Single().Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(0, "generic")]
    [InlineData(4, "colour")]
    public void Other_kinds_are_told_apart(byte type, string word) =>
        Should.Throw<RecordingException>(() => ReadAll.From(Header(type), "a.es")).Found.ShouldContain(word);

    [Fact]
    public void Another_version_is_refused() =>
        Should.Throw<RecordingException>(() => ReadAll.From([.. "Event Stream"u8, 1, 0, 0, 1, 1, 0, 1, 0], "a.es")).Found.ShouldContain("1.0.0");

    private static byte[] Header(byte type) => [.. "Event Stream"u8, 2, 0, 0, type, 20, 0, 10, 0];
}
