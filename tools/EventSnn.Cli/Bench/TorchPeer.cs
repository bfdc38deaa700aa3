using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace EventSnn.Cli.Bench;

/// <summary>The same network in PyTorch, in a process of its own that waits for orders, so that both can be measured in turns.</summary>
internal sealed class TorchPeer : IDisposable
{
    private const string ScriptPath = "tools/EventSnn.Benchmarks/pytorch/engine.py";
    private readonly Process process;

    private TorchPeer(Process process, string version)
    {
        this.process = process;
        Version = version;
    }

    /// <summary>What answered.</summary>
    public string Version { get; }

    /// <summary>Starts it; null where Python, PyTorch or the script is not there.</summary>
    /// <param name="python">The Python program.</param>
    /// <param name="threads">Threads for PyTorch.</param>
    /// <param name="device">The device's name in PyTorch: cpu, cuda:0.</param>
    public static TorchPeer? Start(string python, int threads, string device)
    {
        if (FindScript() is not { } script)
        {
            return null;
        }

        try
        {
            Process started = Process.Start(new ProcessStartInfo(python, [script, threads.ToString(CultureInfo.InvariantCulture), device])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            started.ErrorDataReceived += (_, _) => { };
            started.BeginErrorReadLine();
            if (started.StandardOutput.ReadLine() is { } version && version.StartsWith("torch ", StringComparison.Ordinal))
            {
                return new TorchPeer(started, version);
            }

            started.Dispose();
            return null;
        }
        catch (Win32Exception)
        {
            return null; // no such program
        }
    }

    /// <summary>Milliseconds per step, measured as <see cref="EngineRun.Measure"/> does; null when the process has ended.</summary>
    /// <param name="what">The case.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="graph">Whether to replay a captured CUDA graph instead of running eagerly.</param>
    public double? Measure(EngineCase what, int steps, bool graph = false)
    {
        process.StandardInput.WriteLine($"{(what.Learn ? "learn" : "infer")} {steps} {what.Batch}{(graph ? " graph" : "")}");
        process.StandardInput.Flush();
        string? answer = process.StandardOutput.ReadLine();
        return answer is null or "-" ? null : double.Parse(answer.Split(' ')[0], CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit(5000);
        process.Dispose();
    }

    private static string? FindScript()
    {
        foreach (string start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                string script = Path.Combine(folder.FullName, ScriptPath);
                if (File.Exists(script))
                {
                    return script;
                }
            }
        }

        return null;
    }
}
