using System.CommandLine;
using EventSnn.Cli.Shell;
using EventSnn.Events.Geometry;
using EventSnn.Simulation.Cameras;
using EventSnn.Simulation.Gestures;
using EventSnn.Simulation.Gestures.Light;

namespace EventSnn.Cli.Simulate;

/// <summary><c>eventsnn simulate speed</c>: frames per second of the pixel model and of the renderer, on one core.</summary>
public sealed class SimulateSpeedCommand : CliCommand
{
    private const int Pictures = 100;
    private const int Rounds = 5;
    private readonly Option<bool> jsonOption = new("--json") { Description = "One JSON object per line instead of text." };

    /// <inheritdoc/>
    protected override Command Describe() => new("speed", "Measure the pixel model and the renderer, in frames per second of one core's time; best of five rounds.")
    {
        jsonOption,
    };

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var output = new CommandOutput(arguments.GetValue(jsonOption));
        foreach (SensorSize size in new[] { SensorSize.Dvs128, new(346, 260) })
        {
            var scene = new GestureScene(Subject.Draw(1, 1), Lighting.Led, [new(Gesture.AirDrums, 0, 10)], 1, size);
            float[][] light = [.. Enumerable.Range(0, Pictures).Select(_ => new float[size.Pixels])];
            double render = Best(n => scene.Render(1 + (n % Pictures * 1e-3), light[n % Pictures]), cancellation);
            using var camera = new SimulatedCamera(CameraModels.Dvs128, size, 1, static _ => { });
            long shown = 0;
            double expose = Best(_ =>
            {
                // Forth and back, so that nothing jumps.
                int n = (int)(shown % (2 * Pictures));
                camera.Expose(light[n < Pictures ? n : (2 * Pictures) - 1 - n], ++shown * 1000.0);
            }, cancellation);
            if (output.Json)
            {
                CommandOutput.WriteJson(new { Size = size.ToString(), PixelModel = expose, Renderer = render, EventsPerFrame = (double)camera.Counters.Delivered / shown });
            }
            else
            {
                output.Line($"{size}: pixel model {expose:N0} frames/s ({(double)camera.Counters.Delivered / shown:F0} events per frame), renderer {render:N0} frames/s");
            }
        }

        return Task.FromResult(ExitCode.Success);
    }

    private static double Best(Action<int> frame, CancellationToken cancellation)
    {
        double best = 0;
        for (int round = 0; round < Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            TimeSpan start = Environment.CpuUsage.TotalTime;
            int n = 0;
            TimeSpan used;
            do
            {
                for (int k = 0; k < 50; k++)
                {
                    frame(n++);
                }

                used = Environment.CpuUsage.TotalTime - start;
            }
            while (used.TotalMilliseconds < 500);
            best = Math.Max(best, n / used.TotalSeconds);
        }

        return best;
    }
}
