using System.Diagnostics;
using System.Text;
using EventSnn.Events.Batches;
using EventSnn.Events.Streams;
using EventSnn.Live.Video;
using EventSnn.Recordings;
using EventSnn.Simulation.Video;
using EventSnn.TestKit;

namespace EventSnn.Live.Tests.Video;

public sealed class VideoCameraTests
{
    private const int Side = 32;
    private const int Frames = 12;

    [Fact]
    public async Task A_video_becomes_events_whose_times_follow_its_frames_and_the_stream_ends_with_it()
    {
        List<(long T, int X)> events = await Collect(VideoCamera.Stream(new Y4mSource(new MemoryStream(Video()), "bars"), again: null, speed: null), int.MaxValue);
        events.Count.ShouldBeGreaterThan(100);
        events[^1].T.ShouldBeInRange(300_000, (Frames - 1) * 1_000_000 / 30);
        events.Select(e => e.T).ShouldBeInOrder();
        events.Average(e => e.X).ShouldBeInRange(4, 24); // where the bar went
    }

    [Fact]
    public async Task A_file_plays_again_and_again_and_time_goes_on()
    {
        int opened = 1;
        Y4mSource Again()
        {
            opened++;
            return new Y4mSource(new MemoryStream(Video()), "bars");
        }

        List<(long T, int X)> events = await Collect(VideoCamera.Stream(new Y4mSource(new MemoryStream(Video()), "bars"), Again, speed: null), 40_000);
        opened.ShouldBeGreaterThan(2);
        events[^1].T.ShouldBeGreaterThan(2 * Frames * 1_000_000 / 30);
    }

    [Fact]
    public async Task A_video_that_is_cut_in_its_last_frame_says_so_in_the_stream()
    {
        var notices = new List<StreamNotice>();
        var done = new TaskCompletionSource();
        using (VideoCamera.Stream(new Y4mSource(new MemoryStream(Video()[..^10]), "bars.y4m"), again: null, speed: null).Items.Subscribe(
            item => notices.AddRange(item is StreamNotice notice ? [notice] : []), e => done.TrySetException(e), () => done.TrySetResult()))
        {
            await done.Task.WaitAsync(TimeSpan.FromSeconds(120));
        }

        StreamNotice cut = notices.ShouldHaveSingleItem();
        cut.Kind.ShouldBe(NoticeKind.Damaged);
        cut.Detail.ShouldContain("bars.y4m, byte");
        cut.Detail.ShouldContain($"after {(Side * Side) - 10}");
    }

    [Fact]
    public void Without_ffmpeg_the_message_says_how_to_go_on() =>
        Should.Throw<RecordingException>(() => FfmpegVideo.Open("video.mp4", "no-such-program-here")).Message.ShouldContain("Install it");

    [Fact]
    public void What_the_program_writes_is_read_as_frames_and_what_it_is_asked_for_is_the_input()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in for ffmpeg is a shell script");
        using var folder = new TemporaryFolder();
        string video = folder.File("v.y4m");
        File.WriteAllBytes(video, Video());
        string program = folder.File("ffmpeg");
        WriteProgram(program, $"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{folder.File("asked")}'\nexec cat '{video}'\n");
        using (FfmpegVideo frames = FfmpegVideo.Open("rtsp://camera/1", program))
        {
            frames.Size.Width.ShouldBe(Side);
            frames.FramesPerSecond.ShouldBe(30, 1e-9);
            var light = new float[Side * Side];
            int n = 0;
            while (frames.Read(light))
            {
                n++;
            }

            n.ShouldBe(Frames);
        }

        string[] asked = File.ReadAllLines(folder.File("asked"));
        asked[Array.IndexOf(asked, "-i") + 1].ShouldBe("rtsp://camera/1");
    }

    /// <summary>
    /// Another process writes it: this one may at the same moment start a program for another test, which would hold the file open for
    /// writing until it runs, and the system would not start it ("text file busy").
    /// </summary>
    private static void WriteProgram(string path, string text)
    {
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", "cat > \"$0\" && chmod 700 \"$0\"", path]) { RedirectStandardInput = true, UseShellExecute = false })!;
        shell.StandardInput.Write(text);
        shell.StandardInput.Close();
        shell.WaitForExit();
        shell.ExitCode.ShouldBe(0);
    }

    private static async Task<List<(long T, int X)>> Collect(EventStream<Endless> stream, int enough)
    {
        var events = new List<(long T, int X)>();
        var done = new TaskCompletionSource();
        using (stream.Items.Subscribe(
            item =>
            {
                if (item is EventBatch batch && events.Count < enough)
                {
                    for (int i = 0; i < batch.Count; i++)
                    {
                        events.Add((batch.Timestamps[i], batch.X[i]));
                    }

                    if (events.Count >= enough)
                    {
                        done.TrySetResult();
                    }
                }
            },
            e => done.TrySetException(e),
            () => done.TrySetResult()))
        {
            await done.Task.WaitAsync(TimeSpan.FromSeconds(120));
        }

        return events;
    }

    /// <summary>A bright bar that moves by two columns per frame.</summary>
    private static byte[] Video()
    {
        using var file = new MemoryStream();
        file.Write(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{Side} H{Side} F30:1 Ip A1:1 Cmono\n"));
        for (int f = 0; f < Frames; f++)
        {
            file.Write("FRAME\n"u8);
            for (int i = 0; i < Side * Side; i++)
            {
                int x = i % Side;
                file.WriteByte(x >= 2 * f && x < (2 * f) + 4 ? (byte)220 : (byte)40);
            }
        }

        return file.ToArray();
    }
}
