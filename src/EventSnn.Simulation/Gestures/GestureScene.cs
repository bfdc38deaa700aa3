using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Simulation.Gestures.Body;
using EventSnn.Simulation.Gestures.Light;
using EventSnn.Simulation.Gestures.Motions;
using EventSnn.Simulation.Rendering;

namespace EventSnn.Simulation.Gestures;

/// <summary>
/// A person who performs gestures one after the other in one lighting, as in one recording of the DvsGesture set. Between
/// two gestures the arms move over; those times belong to no window.
/// </summary>
public sealed class GestureScene : IScene
{
    private readonly Subject subject;
    private readonly Room room;
    private readonly GestureMotion[] motions;
    private readonly GestureWindow[] windows;
    private readonly Stance stance;
    private readonly BodyPainter painter;
    private readonly Canvas canvas;

    /// <summary>Prepares a scene.</summary>
    /// <param name="subject">The person.</param>
    /// <param name="lighting">The light.</param>
    /// <param name="windows">What is performed when; in the order of time, not overlapping, with room between for moving over.</param>
    /// <param name="seed">Seed of the data set; together with person and lighting it decides everything that varies.</param>
    /// <param name="size">Columns and rows of the picture; the shorter side takes in the person.</param>
    public GestureScene(Subject subject, Lighting lighting, IReadOnlyList<GestureWindow> windows, ulong seed, SensorSize size)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(windows);
        this.subject = subject;
        this.windows = [.. windows];
        Size = size;
        ulong person = (ulong)subject.Number;
        room = new Room(lighting, size, RandomStream.Fork(seed, 21, person, (ulong)lighting));
        stance = new Stance(subject, RandomStream.Fork(seed, 22, person, (ulong)lighting));
        canvas = new Canvas(size);
        painter = new BodyPainter(subject, room.ShadowOffset, size);
        motions = new GestureMotion[windows.Count];
        for (int i = 0; i < motions.Length; i++)
        {
            if (!(windows[i].End > windows[i].Start) || (i > 0 && windows[i].Start < windows[i - 1].End))
            {
                throw new ArgumentException(
                    $"Gesture windows must follow each other: window {i} runs from {windows[i].Start} s to {windows[i].End} s.", nameof(windows));
            }

            // The style of a gesture belongs to the person, the rest to this performance.
            Gesture gesture = windows[i].Gesture;
            motions[i] = GestureMotion.Create(
                gesture,
                RandomStream.Fork(seed, 23, person, (ulong)gesture),
                RandomStream.Fork(seed, 24, person, (ulong)lighting, (ulong)gesture, (ulong)i),
                subject);
        }
    }

    /// <inheritdoc/>
    public SensorSize Size { get; }

    /// <summary>What is performed when.</summary>
    public IReadOnlyList<GestureWindow> Windows => windows;

    /// <inheritdoc/>
    public void Render(double seconds, Span<float> light)
    {
        BodyPose pose = PoseAt(seconds);
        canvas.Begin(room.Background, room.At(seconds));
        painter.Paint(canvas, pose);
        canvas.Pixels.CopyTo(light);
    }

    /// <inheritdoc/>
    public double FastestMotion(double seconds)
    {
        const double step = 0.5e-3;
        return painter.LargestShift(PoseAt(seconds), PoseAt(seconds + step)) / step;
    }

    internal BodyPose PoseAt(double seconds) => stance.Pose(TargetAt(seconds), seconds);

    private BodyTarget TargetAt(double seconds)
    {
        int next = 0;
        while (next < windows.Length && windows[next].End < seconds)
        {
            next++;
        }

        if (next < windows.Length && windows[next].Start <= seconds)
        {
            return motions[next].At(seconds - windows[next].Start);
        }

        // Between two windows: both motions go on while one fades into the other, so that nothing ever stops dead.
        double begin = next > 0 ? windows[next - 1].End : double.NegativeInfinity;
        double end = next < windows.Length ? windows[next].Start : double.PositiveInfinity;
        BodyTarget before = next > 0 ? motions[next - 1].At(seconds - windows[next - 1].Start) : BodyTarget.Rest;
        BodyTarget after = next < windows.Length ? motions[next].At(seconds - end) : BodyTarget.Rest;
        const double longest = 0.8;
        double start = double.IsInfinity(begin) ? end - longest : begin;
        double stop = double.IsInfinity(end) ? begin + longest : end;
        if (double.IsInfinity(start) || double.IsInfinity(stop))
        {
            return BodyTarget.Rest;
        }

        double f = Math.Clamp((seconds - start) / (stop - start), 0, 1);
        f = f * f * f * (10 + (f * ((6 * f) - 15)));
        return BodyTarget.Lerp(before, after, (float)f);
    }
}
