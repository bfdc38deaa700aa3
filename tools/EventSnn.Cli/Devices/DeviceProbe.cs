using System.Diagnostics;
using EventSnn.Events.Binning;
using EventSnn.Events.Random;
using EventSnn.Networks;
using EventSnn.Networks.Compute;

namespace EventSnn.Cli.Devices;

/// <summary>How many stream-steps per second a device manages of the published network while it learns: a second's look, not a benchmark.</summary>
internal static class DeviceProbe
{
    /// <summary>Measures a device.</summary>
    /// <param name="id">The device.</param>
    /// <param name="threads">Threads of the processor.</param>
    /// <param name="batch">Streams side by side.</param>
    /// <param name="seconds">How long to measure, beyond what it takes to get going.</param>
    /// <returns>Stream-steps per second.</returns>
    /// <exception cref="ComputeDeviceException">The device fails.</exception>
    public static double StepsPerSecond(string id, int threads, int batch, double seconds)
    {
        var input = new InputShape(2, 32, 32);
        using SpikingNetwork network = SpikingNetwork.Create(
            NetworkPresets.Create("g1", input, ["left", "right"], 1000) with { BurnInSteps = 0 }, seed: 1, ComputeDevices.Open(id, threads));
        RandomStream random = RandomStream.Fork(1, 0);
        int[] inputs = [.. Enumerable.Range(0, input.Size).Where(_ => random.NextDouble() < .03)];
        ushort[] counts = [.. inputs.Select(_ => (ushort)1)];
        NetworkSample[] samples = [.. Enumerable.Range(0, batch).Select(b => new NetworkSample(network.CreateState(), inputs, counts, b % 2))];
        NetworkSample[][] chunk = [.. Enumerable.Repeat(samples, Math.Min(8, network.PreferredChunk))];
        for (int i = 0; i < 40 / chunk.Length; i++)
        {
            network.Run(chunk, learn: true); // compilers and caches get going
        }

        var clock = Stopwatch.StartNew();
        long steps = 0;
        do
        {
            network.Run(chunk, learn: true);
            steps += (long)chunk.Length * batch;
        }
        while (clock.Elapsed.TotalSeconds < seconds);
        return steps / clock.Elapsed.TotalSeconds;
    }
}
