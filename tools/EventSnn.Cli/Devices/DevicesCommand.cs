using System.CommandLine;
using System.Globalization;
using EventSnn.Cli.Shell;
using Spectre.Console;

namespace EventSnn.Cli.Devices;

/// <summary><c>eventsnn devices</c>: what networks can run on here.</summary>
public sealed class DevicesCommand : CliCommand
{
    private readonly Option<bool> probe = new("--probe") { Description = "Measure each for a second: learning steps per second of the published network." };
    private readonly Option<int> batch = new("--batch") { Description = "Streams side by side in the measurement, 1 to 1024.", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly Option<bool> json = new("--json") { Description = "One JSON object per device." };

    /// <inheritdoc/>
    protected override Command Describe() => new("devices", """
        List the devices that networks can run on: the processor, and GPUs where the ILGPU backend is built in.

        Use one with --device on replay, train, evaluate and bench engine:
          eventsnn devices --probe --batch 72
          eventsnn train --data DvsGesture --layout dvsgesture --device cuda:0 --out gestures.safetensors
        """)
    {
        probe, batch, json,
    };

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        int streams = arguments.GetValue(batch);
        if (streams is < 1 or > 1024)
        {
            throw UsageException.Option("--batch", "1 to 1024", $"{streams}");
        }

        var output = new CommandOutput(arguments.GetValue(json));
        bool measure = arguments.GetValue(probe);
        Table table = new Table().Border(TableBorder.Simple).AddColumns("device", "name", "memory", "capabilities");
        if (measure)
        {
            table.AddColumn(new TableColumn($"steps/s, batch {streams}").RightAligned());
        }

        foreach (DeviceInfo device in ComputeDevices.List())
        {
            cancellation.ThrowIfCancellationRequested();
            double? speed = measure && !device.IsForChecks ? DeviceProbe.StepsPerSecond(device.Id, 0, streams, 1) : null;
            if (output.Json)
            {
                CommandOutput.WriteJson(new { Device = device.Id, device.Name, device.MemoryBytes, device.Capabilities, device.IsForChecks, StepsPerSecond = speed });
                continue;
            }

            string memory = device.MemoryBytes == 0 ? "the machine's" : string.Create(CultureInfo.InvariantCulture, $"{device.MemoryBytes / 1073741824.0:F1} GiB");
            string[] cells = [device.Id, device.Name, memory, device.Capabilities, .. measure ? [speed?.ToString("F0", CultureInfo.InvariantCulture) ?? "-"] : Array.Empty<string>()];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        if (!output.Json)
        {
            output.Human.Write(table);
        }

        if (!ComputeDevices.HasIlgpu)
        {
            output.Note($"The ILGPU backend (CUDA, OpenCL) is not built in. Where the package feed carries ILGPU: {ComputeDevices.HowToBuildIlgpu}");
        }

        return Task.FromResult(ExitCode.Success);
    }
}
