using EventSnn.Cli.Shell;
using EventSnn.Networks.Evaluation;
using EventSnn.TestKit;

namespace EventSnn.Cli.Tests.CommandLine;

public sealed class ShellTests
{
    [Theory]
    [InlineData("a  \nb \n", "a\nb\n")]
    [InlineData("a  b  \r\n   \n c", "a  b\r\n\n c")]
    [InlineData("no end  ", "no end")]
    public void Blanks_at_the_ends_of_lines_are_left_out(string written, string expected)
    {
        using var text = new StringWriter();
        using var trimmer = new LineEndTrimmer(text);
        trimmer.Write(written);
        text.ToString().ShouldBe(expected);
    }

    [Fact]
    public void A_log_gets_a_line_per_tenth_and_every_ten_seconds_but_not_within_two()
    {
        var lines = new ProgressLines();
        int[] quick = [.. Due(new ProgressLines(), second => second / 5.0, 5)];
        quick.ShouldBe([2, 4]);
        Due(lines, second => second / 100.0, 60).ShouldBe([10, 20, 30, 40, 50, 60]);
        Due(new ProgressLines(), _ => 0, 35).ShouldBe([10, 20, 30]);

        static IEnumerable<int> Due(ProgressLines lines, Func<int, double> done, int seconds) =>
            Enumerable.Range(1, seconds).Where(second => lines.IsDue(done(second), TimeSpan.FromSeconds(second)));
    }

    [Theory]
    [InlineData("inof", "info")]
    [InlineData("evalute", "evaluate")]
    [InlineData("INFO", "info")]
    [InlineData("zzz", null)]
    [InlineData("i", null)]
    public void A_near_miss_finds_its_word(string written, string? meant) =>
        NearMiss.Find(written, ["info", "view", "replay", "evaluate"]).ShouldBe(meant);

    [Fact]
    public void One_file_is_known_under_all_its_names()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        using var folder = new TemporaryFolder();
        string file = folder.File("a.aedat");
        File.WriteAllText(file, "a");
        File.CreateSymbolicLink(folder.File("link"), file);
        Directory.CreateSymbolicLink(folder.File("there"), folder.Path);
        SameFile.Is(file, folder.File("./a.aedat")).ShouldBeTrue();
        SameFile.Is(file, folder.File("link")).ShouldBeTrue();
        SameFile.Is(file, folder.File("there/there/link")).ShouldBeTrue();
        SameFile.Is(file, folder.File("b.aedat")).ShouldBeFalse();
        SameFile.Is(folder.File("there/new"), folder.File("new")).ShouldBeTrue("also where nothing is yet");
    }

    [Fact]
    public void An_accuracy_says_counts_percent_and_what_guessing_gets()
    {
        var matrix = new ConfusionMatrix(["a", "b", "c", "d"]);
        matrix.Add(0, 0);
        matrix.Add(1, 0);
        matrix.Add(2, -1);
        AccuracyText.Of(matrix, " clips").ShouldBe("1 of 3 clips right (33.3 %)");
        AccuracyText.Guessing(matrix).ShouldBe("0.8");
        matrix.Add(matrix);
        AccuracyText.Of(matrix).ShouldBe("2 of 6 right (33.3 %)");
        matrix[2, -1].ShouldBe(2);
    }
}
