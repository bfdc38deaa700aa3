using System.Text;
using EventSnn.Events.Geometry;
using EventSnn.Recordings;
using EventSnn.Simulation.Cameras;
using EventSnn.Simulation.Pictures;
using EventSnn.Simulation.Video;
using EventSnn.TestKit;

namespace EventSnn.Simulation.Tests.Video;

public sealed class VideoTests
{
    [Fact]
    public void Y4m_gives_size_rate_and_frames()
    {
        using var source = Y4m("YUV4MPEG2 W2 H1 F30000:1001 Ip Cmono XCOLORRANGE=FULL\n", "FRAME\n\u0005\u0006", "FRAME Ip\n\u0007\u0008");
        source.Size.ShouldBe(new SensorSize(2, 1));
        source.FramesPerSecond.ShouldBe(29.97, 0.001);
        var luma = new float[2];
        source.Read(luma).ShouldBeTrue();
        luma.ShouldBe([5f, 6f]);
        source.Read(luma).ShouldBeTrue();
        luma.ShouldBe([7f, 8f]);
        source.Read(luma).ShouldBeFalse();
    }

    [Fact]
    public void Limited_range_is_stretched_and_chroma_passed_over()
    {
        using var source = Y4m("YUV4MPEG2 W2 H2 F25:1 C422\n", "FRAME\n\u0010\u00EB\u007E\u0000cccc", "FRAME\n\u0010\u0010\u0010\u0010cccc");
        var luma = new float[4];
        source.Read(luma).ShouldBeTrue();
        luma.ShouldBe([0f, 255f, 110 * 255f / 219, 0f], 0.001);
        source.Read(luma).ShouldBeTrue();
        luma.ShouldBe([0f, 0f, 0f, 0f]);
    }

    [Fact]
    public void A_whole_video_ends_without_a_fault()
    {
        using var source = Y4m("YUV4MPEG2 W2 H2 F25:1 Cmono\n", "FRAME\nabcd");
        source.Read(new float[4]).ShouldBeTrue();
        source.Read(new float[4]).ShouldBeFalse();
        source.Fault.ShouldBeNull();
    }

    [Theory]
    [InlineData("mono", "FRAME\nab", "4 bytes of pixels", "after 2")]
    [InlineData("mono", "FRAME\n", "4 bytes of pixels", "after 0")]
    [InlineData("mono", "FRAM", "", "'FRAM'")]
    [InlineData("444", "FRAME\nabcd12345", "12 bytes of pixels", "after 9")]
    public void A_cut_last_frame_ends_the_video_and_says_where(string space, string last, string expected, string found)
    {
        string header = $"YUV4MPEG2 W2 H2 F25:1 C{space}\n";
        string whole = "FRAME\nabcd" + (space == "mono" ? string.Empty : "12345678");
        using var source = new TimedSource(Y4m(header, whole, last), 50);
        source.Read(new float[4]).ShouldBeTrue();
        source.Fault.ShouldBeNull();

        string said;
        if (last == "FRAM")
        {
            said = Should.Throw<RecordingException>(() => source.Read(new float[4])).Message;
        }
        else
        {
            source.Read(new float[4]).ShouldBeFalse();
            said = source.Fault.ShouldNotBeNull();
        }

        said.ShouldContain($"test.y4m, byte {header.Length + whole.Length}: expected frame 2");
        said.ShouldContain(expected);
        said.ShouldContain(found);
    }

    [Theory]
    [InlineData("", "''")]
    [InlineData("RIFF....AVI\n", "'RIFF....AVI'")]
    [InlineData("YUV4MPEG2 W0 H2 F25:1\n", "W0 H2")]
    [InlineData("YUV4MPEG2 W2 H2\n", "none")]
    [InlineData("YUV4MPEG2 W2 H2 F25\n", "'F25'")]
    [InlineData("YUV4MPEG2 W2 H2 F25:1 C420p10\n", "C420p10")]
    [InlineData("YUV4MPEG2 W2 H2 F25:1 It\n", "interlaced")]
    public void A_header_that_cannot_be_used_says_what_was_found(string header, string found) =>
        Should.Throw<RecordingException>(() => Y4m(header)).Message.ShouldContain(found);

    [Fact]
    public void Raw_frames_of_the_wrong_size_are_noticed()
    {
        using var source = new RawSource(new MemoryStream(new byte[50]), "(pipe)", new(8, 4), 30);
        source.Read(new float[32]).ShouldBeTrue();
        Should.Throw<RecordingException>(() => source.Read(new float[32])).Message.ShouldContain("18 bytes");
    }

    [Fact]
    public void Pictures_come_in_the_order_of_their_numbers()
    {
        using var folder = new TemporaryFolder();
        foreach (int n in new[] { 10, 9, 1, 100 })
        {
            File.WriteAllBytes(folder.File($"frame{n}.pgm"), [.. "P5 1 1 255\n"u8, (byte)n]);
        }

        File.WriteAllText(folder.File("notes.txt"), "no picture");
        using var source = new PictureSequence(folder.Path, 10);
        source.Count.ShouldBe(4);
        var seen = new List<float>();
        var luma = new float[1];
        while (source.Read(luma))
        {
            seen.Add(luma[0]);
        }

        seen.ShouldBe([1f, 9f, 10f, 100f]);
    }

    [Fact]
    public void A_picture_of_another_size_or_an_empty_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<RecordingException>(() => new PictureSequence(folder.Path, 10)).Message.ShouldContain("found none");
        PngWriter.Write(folder.File("1.png"), new Picture(new(2, 2), 1));
        PngWriter.Write(folder.File("2.png"), new Picture(new(3, 2), 1));
        using var source = new PictureSequence(folder.Path, 10);
        source.Read(new float[4]).ShouldBeTrue();
        Should.Throw<RecordingException>(() => source.Read(new float[4])).Message.ShouldContain("3x2");
    }

    [Fact]
    public void A_still_video_is_silent_whatever_lies_between_its_frames()
    {
        foreach (Interpolation interpolation in Enum.GetValues<Interpolation>())
        {
            CameraCounters counters = VideoFilm.Play(
                new Frames(new(24, 16), 30, 6, (_, x, y) => (40 * (x % 5)) + (10 * y)), CameraModels.Ideal, interpolation, 10, 1, _ => { },
                cancellation: TestContext.Current.CancellationToken);
            counters.Delivered.ShouldBe(0);
        }
    }

    /// <summary>
    /// A soft bar moves 4 pixels per frame at 30 frames per second. The truth is the same bar rendered at 3,000 frames per
    /// second; a pixel's first event tells when the bar reached it.
    /// </summary>
    [Fact]
    public void Motion_between_frames_tells_when_an_edge_passed_far_better_than_a_cross_fade()
    {
        static double Bar(double frame, int x) => 30 + (180 / (1 + Math.Exp(Math.Abs(x - 14 - (4 * frame)) - 6)));
        var size = new SensorSize(72, 16);
        double[] truth = FirstTimes(new Frames(size, 3000, 801, (n, x, _) => Bar(n / 100.0, x)), Interpolation.CrossFade, 1);
        double fade = Error(FirstTimes(new Frames(size, 30, 9, (n, x, _) => Bar(n, x)), Interpolation.CrossFade, 20));
        double motion = Error(FirstTimes(new Frames(size, 30, 9, (n, x, _) => Bar(n, x)), Interpolation.Motion, 20));

        motion.ShouldBeLessThan(fade / 2);
        motion.ShouldBeLessThan(4000);

        // Mean error in microseconds over the columns that the bar reaches during the video.
        double Error(double[] times) => Enumerable.Range(26, 20).Average(x => Math.Abs(times[x] - truth[x]));

        double[] FirstTimes(IFrameSource source, Interpolation interpolation, int samples)
        {
            var first = new double[size.Width];
            Array.Fill(first, 400_000);
            VideoFilm.Play(
                source, CameraModels.Ideal, interpolation, samples, 1,
                batch =>
                {
                    for (int i = 0; i < batch.Count; i++)
                    {
                        if (batch.Y[i] == 8 && batch.Polarities[i] == 1)
                        {
                            first[batch.X[i]] = Math.Min(first[batch.X[i]], batch.Timestamps[i]);
                        }
                    }
                },
                cancellation: TestContext.Current.CancellationToken);
            return first;
        }
    }

    [Fact]
    public void A_real_video_gives_events_where_the_hand_moves()
    {
        string path = SharedData.PathOrSkip("data/video/hand_gesture_128x128_gray_30fps.y4m");
        using var source = new Y4mSource(File.OpenRead(path), path);
        long events = 0;
        int frames = 0;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Should.Throw<OperationCanceledException>(() => VideoFilm.Play(
            source, CameraModels.Dvs128, Interpolation.CrossFade, 10, 1, b => events += b.Count,
            n =>
            {
                frames = n;
                if (n == 30)
                {
                    enough.Cancel();
                }
            },
            enough.Token));
        frames.ShouldBe(30);
        source.Size.ShouldBe(SensorSize.Dvs128);
        events.ShouldBeGreaterThan(20_000);
    }

    private static Y4mSource Y4m(string header, params string[] frames) =>
        new(new MemoryStream(Encoding.Latin1.GetBytes(header + string.Concat(frames))), "test.y4m");

    private sealed class Frames(SensorSize size, double rate, int count, Func<int, int, int, double> light) : IFrameSource
    {
        private int next;

        public SensorSize Size => size;

        public double FramesPerSecond => rate;

        public int? Count => count;

        public bool Read(Span<float> luma)
        {
            if (next == count)
            {
                return false;
            }

            for (int i = 0; i < size.Pixels; i++)
            {
                luma[i] = (float)light(next, i % size.Width, i / size.Width);
            }

            next++;
            return true;
        }

        public void Dispose()
        {
        }
    }
}
