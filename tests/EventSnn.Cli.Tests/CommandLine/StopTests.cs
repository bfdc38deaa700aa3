using System.Diagnostics;
using EventSnn.Cli.Shell;
using EventSnn.Cli.Tests.Train;
using EventSnn.TestKit;

namespace EventSnn.Cli.Tests.CommandLine;

public sealed class StopTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Signals_that_come_together_end_a_run_once_and_tell_how_to_go_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals of Unix");
        string data = TinyFolders.Write(Directory.CreateDirectory(folder.File("data")).FullName);
        using Process process = CliRun.Start([.. TinyFolders.Training(data), "--epochs", "100000", "--out", folder.File("m")]);
        Task<string> error = process.StandardError.ReadToEndAsync(Cancel);
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromMinutes(2), Cancel);
        }
        while (line?.Contains("\"epoch\":2", StringComparison.Ordinal) == false);
        UnixSignal.Terminate(process.Id).ShouldBe(0);
        for (int i = 0; i < 5; i++)
        {
            _ = UnixSignal.Interrupt(process.Id) + UnixSignal.Terminate(process.Id); // it may have ended by now
        }

        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromMinutes(2), Cancel);
        await output;
        var run = new CliRun(process.ExitCode, string.Empty, await error);
        run.ShouldFail(ExitCode.Cancelled, "Stopping.", "--resume", "eventsnn: Stopped.");
        run.Error.ShouldNotContain("Unhandled");
        run.Error.Split('\n').Count(l => l == "Stopping.").ShouldBe(1);
    }
}
