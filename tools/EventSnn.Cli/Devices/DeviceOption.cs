using System.CommandLine;
using EventSnn.Cli.Shell;
using EventSnn.Networks.Compute;

namespace EventSnn.Cli.Devices;

/// <summary>The option <c>--device</c> of every command that runs a network.</summary>
internal sealed class DeviceOption
{
    private const string Auto = "auto";

    /// <summary>The option itself.</summary>
    public Option<string> Option { get; } = new("--device")
    {
        Description = "What computes: cpu, cpu-exact (U = W.P anew in every step, as the paper writes it; slower), cuda:N, opencl:N (see eventsnn devices), or auto for the fastest that a one-second probe finds. Devices agree to float rounding, not bit for bit.",
        DefaultValueFactory = _ => ComputeDevices.Cpu,
        HelpName = "DEVICE",
    };

    /// <summary>Reads the option, and probes where it says auto.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="batch">Streams side by side.</param>
    /// <param name="threads">Threads of the processor.</param>
    /// <param name="output">Told which device was found.</param>
    /// <returns>The device.</returns>
    /// <exception cref="UsageException">There is no such device.</exception>
    public ChosenDevice Choose(ParseResult arguments, int batch, int threads, CommandOutput output)
    {
        string id = arguments.GetValue(Option)!;
        if (id == Auto)
        {
            id = Fastest(batch, threads, output);
        }
        else if (id is not (ComputeDevices.Cpu or ComputeDevices.CpuExact) && ComputeDevices.HasIlgpu && ComputeDevices.List().All(d => d.Id != id))
        {
            throw UsageException.Option("--device", $"auto or one of {string.Join(", ", ComputeDevices.List().Select(d => d.Id))}", id);
        }
        else if (id is not (ComputeDevices.Cpu or ComputeDevices.CpuExact))
        {
            // Fails here, before long work, where the device cannot be opened.
            ComputeDevices.Open(id).Dispose();
        }

        return new ChosenDevice(id, threads);
    }

    private static string Fastest(int batch, int threads, CommandOutput output)
    {
        DeviceInfo[] real = [.. ComputeDevices.List().Where(d => !d.IsForChecks)];
        if (real.Length == 1)
        {
            string hint = ComputeDevices.HasIlgpu ? "no other device was found" : $"this build has no other backend ({ComputeDevices.HowToBuildIlgpu} builds one in)";
            output.Note($"Device: {real[0].Id}, {real[0].Name}; {hint}.");
            return real[0].Id;
        }

        List<(double Speed, DeviceInfo Device)> found = [];
        foreach (DeviceInfo device in real)
        {
            try
            {
                found.Add((DeviceProbe.StepsPerSecond(device.Id, threads, batch, 1.0 / real.Length), device));
            }
            catch (ComputeDeviceException e)
            {
                output.Warn($"{device.Id} is left out: {e.Message}");
            }
        }

        (double speed, DeviceInfo best) = found.MaxBy(f => f.Speed);
        output.Note($"Device: {best.Id}, {best.Name}: {speed:F0} learning steps/s of the published network, batch {batch}, against {string.Join(", ", found.Where(f => f.Device != best).Select(f => $"{f.Device.Id} {f.Speed:F0}"))}.");
        return best.Id;
    }
}
