using System.Text.Json;
using EventSnn.Cli.Shell;
using EventSnn.TestKit;

namespace EventSnn.Cli.Tests.Demo;

[Collection(InProcess.Name)]
public sealed class DemoTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_demonstration_ends_in_figures_and_a_picture()
    {
        string picture = folder.File("fit.svg");
        CliRun run = await InProcess.Eventsnn("demo", "feedback-fit", "--out", picture, "--json");
        run.ExitCode.ShouldBe(ExitCode.Success, run.Error);
        using JsonDocument told = JsonDocument.Parse(run.Output);
        JsonElement[] figures = [.. told.RootElement.GetProperty("figures").EnumerateArray()];
        figures.Length.ShouldBe(3);
        figures.ShouldContain(f => f.GetProperty("name").GetString()!.Contains("published", StringComparison.Ordinal) && f.GetProperty("reached").GetBoolean());
        (await File.ReadAllTextAsync(picture, TestContext.Current.CancellationToken)).ShouldStartWith("<svg");
    }

    [Theory]
    [InlineData("nonsense", "", "feedback-fit")]
    [InlineData("lif", "--data x", "feedback-digits")]
    [InlineData("lif", "--full", "bptt-digits")]
    [InlineData("feedback-digits", "--data nowhere", "nowhere")]
    [InlineData("lif", "--seed 5", "whatever the seed")]
    [InlineData("memory", "--seeds 2", "whatever the seed")]
    [InlineData("encoders", "--seeds 3", "1 for encoders")]
    [InlineData("nonsense", "--seeds 0", "feedback-fit")]
    public async Task What_a_demonstration_does_not_take_is_told_with_what_does(string name, string options, string says)
    {
        CliRun run = await InProcess.Eventsnn(["demo", name, "--out", folder.File("d.svg"), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        run.ExitCode.ShouldNotBe(ExitCode.Success);
        run.Error.ShouldContain(says);
        File.Exists(folder.File("d.svg")).ShouldBeFalse();
    }
}
