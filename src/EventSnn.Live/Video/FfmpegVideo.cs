using System.ComponentModel;
using System.Diagnostics;
using EventSnn.Events.Geometry;
using EventSnn.Recordings;
using EventSnn.Simulation.Video;

namespace EventSnn.Live.Video;

/// <summary>What the program ffmpeg can read, as frames: files, cameras, streams from the network. It runs beside us and writes into a pipe.</summary>
public sealed class FfmpegVideo : IFrameSource
{
    /// <summary>Larger pictures are scaled down to so many columns.</summary>
    private const int LargestWidth = 320;

    private readonly Process process;
    private readonly Y4mSource frames;

    private FfmpegVideo(Process process, string input)
    {
        this.process = process;
        try
        {
            frames = new Y4mSource(process.StandardOutput.BaseStream, $"ffmpeg:{input}");
        }
        catch
        {
            End();
            throw;
        }
    }

    /// <inheritdoc/>
    public SensorSize Size => frames.Size;

    /// <inheritdoc/>
    public double FramesPerSecond => frames.FramesPerSecond;

    /// <inheritdoc/>
    public int? Count => null;

    /// <inheritdoc/>
    public string? Fault => frames.Fault;

    /// <summary>Starts the program.</summary>
    /// <param name="input">As after its option -i: a file, an address, /dev/video0.</param>
    /// <param name="program">The program.</param>
    /// <returns>Its frames.</returns>
    /// <exception cref="RecordingException">There is no such program, or it gave no video (it says why on the error output).</exception>
    public static FfmpegVideo Open(string input, string program = "ffmpeg")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(input);
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        string[] device = input.StartsWith("/dev/video", StringComparison.Ordinal) ? ["-f", "v4l2"] : [];
        foreach (string part in (string[])["-nostdin", "-loglevel", "error", .. device, "-i", input, "-an", "-vf", $"scale='min({LargestWidth},iw)':-2", "-pix_fmt", "yuv420p", "-f", "yuv4mpegpipe", "-"])
        {
            start.ArgumentList.Add(part);
        }

        try
        {
            return new FfmpegVideo(Process.Start(start)!, input);
        }
        catch (Win32Exception)
        {
            throw new RecordingException($"ffmpeg:{input}", null, $"the program {program}", "none on the PATH", "Install it (apt install ffmpeg), or give a .y4m file or - for y4m on standard input.");
        }
    }

    /// <inheritdoc/>
    public bool Read(Span<float> luma) => frames.Read(luma);

    /// <inheritdoc/>
    public void Dispose()
    {
        frames.Dispose();
        End();
    }

    private void End()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}
