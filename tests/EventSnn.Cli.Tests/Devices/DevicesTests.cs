using System.Text.Json;
using EventSnn.Cli.Tests.Train;
using EventSnn.TestKit;

namespace EventSnn.Cli.Tests.Devices;

public sealed class DevicesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_processor_is_listed_first_with_its_speed_when_asked()
    {
        CliRun run = await CliRun.Eventsnn("devices", "--probe", "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        JsonElement cpu = run.JsonLines().First();
        cpu.GetProperty("device").GetString().ShouldBe("cpu");
        cpu.GetProperty("stepsPerSecond").GetDouble().ShouldBeGreaterThan(0);
        cpu.GetProperty("capabilities").GetString()!.ShouldContain("cores");
    }

    [Fact]
    public async Task Cpu_exact_computes_the_potential_anew_in_every_step()
    {
        CliRun list = await CliRun.Eventsnn("devices", "--json");
        JsonElement exact = list.JsonLines().Single(d => d.GetProperty("device").GetString() == "cpu-exact");
        exact.GetProperty("isForChecks").GetBoolean().ShouldBeTrue(); // auto never takes it
        string data = TinyFolders.Write(Directory.CreateDirectory(folder.File("data")).FullName, clipsPerClass: 3);
        string model = folder.File("m.safetensors");
        CliRun run = await CliRun.Eventsnn([.. TinyFolders.Training(data), "--epochs", "1", "--out", model, "--device", "cpu-exact"]);
        run.ExitCode.ShouldBe(0, run.Error);
        File.Exists(model).ShouldBeTrue();
    }

    [Fact]
    public async Task A_device_that_there_is_not_is_refused_with_the_way_to_one()
    {
        string data = TinyFolders.Write(Directory.CreateDirectory(folder.File("data")).FullName, clipsPerClass: 3);
        string model = folder.File("m.safetensors");
        CliRun run = await CliRun.Eventsnn([.. TinyFolders.Training(data), "--epochs", "1", "--out", model, "--device", "cuda:9"]);
        run.ShouldFail(2, "--device", "cuda:9", "cpu");
        File.Exists(model).ShouldBeFalse();
    }

    [Fact]
    public async Task Auto_says_what_it_took_and_on_the_processor_the_result_is_that_of_cpu()
    {
        string data = TinyFolders.Write(Directory.CreateDirectory(folder.File("data")).FullName, clipsPerClass: 3);
        string chosen = folder.File("auto.safetensors");
        string named = folder.File("cpu.safetensors");
        CliRun auto = await CliRun.Eventsnn([.. TinyFolders.Training(data), "--epochs", "1", "--out", chosen, "--device", "auto"]);
        auto.ExitCode.ShouldBe(0, auto.Error);
        auto.Error.ShouldContain("Device: ");
        CliRun cpu = await CliRun.Eventsnn([.. TinyFolders.Training(data), "--epochs", "1", "--out", named, "--device", "cpu"]);
        cpu.ExitCode.ShouldBe(0, cpu.Error);
        if (auto.Error.Contains("Device: cpu", StringComparison.Ordinal))
        {
            (await File.ReadAllBytesAsync(chosen, TestContext.Current.CancellationToken)).ShouldBe(await File.ReadAllBytesAsync(named, TestContext.Current.CancellationToken));
        }
    }
}
