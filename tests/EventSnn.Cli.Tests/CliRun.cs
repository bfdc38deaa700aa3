using System.Diagnostics;
using System.Text.Json;

namespace EventSnn.Cli.Tests;

/// <summary>One run of the command in a process of its own, as a user sees it.</summary>
public sealed record CliRun(int ExitCode, string Output, string Error)
{
    public static async Task<CliRun> Eventsnn(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        return new CliRun(process.ExitCode, await output, await error);
    }

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "eventsnn.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    public IEnumerable<JsonElement> JsonLines() =>
        Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);

    /// <summary>The line of JSON of a type and, where given, a phase.</summary>
    public JsonElement Line(string type, string? phase = null) => JsonLines().Single(
        line => line.GetProperty("type").GetString() == type && (phase is null || line.GetProperty("phase").GetString() == phase));

    /// <summary>A user's mistake: one paragraph that starts with the program's name, the exit code, no stack trace, no output.</summary>
    public void ShouldFail(int exitCode, params string[] says)
    {
        ExitCode.ShouldBe(exitCode, Error);
        Error.TrimEnd().Split('\n')[^1].ShouldStartWith("eventsnn: ", customMessage: Error);
        Error.ShouldNotContain("   at ");
        foreach (string text in says)
        {
            Error.ShouldContain(text);
        }
    }
}
