using EventSnn.Recordings.Bytes;

namespace EventSnn.Recordings.Tests.Bytes;

public sealed class ColumnBlockTests
{
    [Fact]
    public void Pages_that_were_asked_for_are_there_and_the_block_says_so()
    {
        const int Events = 1 << 20;
        var block = new ColumnBlock(Events);
        block.IsPinned.ShouldBeTrue();
        if (!block.Populate(0, Events))
        {
            Assert.Skip("This system cannot provide pages ahead.");
        }

        block.IsProvided.ShouldBeTrue();
        block.Timestamps[^1] = 5;
    }
}
