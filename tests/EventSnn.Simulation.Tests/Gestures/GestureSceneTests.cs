using System.Numerics;
using EventSnn.Events.Geometry;
using EventSnn.Simulation.Gestures;
using EventSnn.Simulation.Gestures.Body;
using EventSnn.Simulation.Gestures.Light;

namespace EventSnn.Simulation.Tests.Gestures;

public sealed class GestureSceneTests
{
    public static TheoryData<Gesture> AllGestures => [.. Enum.GetValues<Gesture>()];

    [Fact]
    public void The_right_hand_is_on_the_left_of_the_picture()
    {
        GestureScene right = Scene(Gesture.RightHandWave, 1);
        GestureScene left = Scene(Gesture.LeftHandWave, 1);
        (Motion(right).Right > 5 * Motion(right).Left).ShouldBeTrue();
        (Motion(left).Left > 5 * Motion(left).Right).ShouldBeTrue();
        BodyPose pose = right.PoseAt(1);
        pose.Right.Wrist.X.ShouldBeLessThan(pose.Neck.X);
        pose.Left.Wrist.X.ShouldBeGreaterThan(pose.Neck.X);
    }

    /// <summary>As in the real recordings: clockwise is what the person sees, so the picture shows the reverse.</summary>
    [Theory]
    [InlineData(Gesture.RightArmClockwise, -1)]
    [InlineData(Gesture.RightArmCounterClockwise, 1)]
    [InlineData(Gesture.LeftArmClockwise, -1)]
    [InlineData(Gesture.LeftArmCounterClockwise, 1)]
    public void Circles_turn_the_way_their_class_says(Gesture gesture, int clockwiseInPicture)
    {
        for (int subject = 1; subject <= 6; subject++)
        {
            GestureScene scene = Scene(gesture, subject);
            bool right = gesture is Gesture.RightArmClockwise or Gesture.RightArmCounterClockwise;

            // Twice the area that the wrist sweeps; positive is clockwise where y points down.
            double area = 0;
            Vector3 last = Wrist(0);
            for (int n = 1; n <= 200; n++)
            {
                Vector3 next = Wrist(n * 0.01);
                area += (last.X * next.Y) - (last.Y * next.X);
                last = next;
            }

            (area * clockwiseInPicture).ShouldBeGreaterThan(0.1, $"subject {subject}");
            Vector3 Wrist(double t)
            {
                BodyPose pose = scene.PoseAt(t);
                return right ? pose.Right.Wrist - pose.Right.Shoulder : pose.Left.Wrist - pose.Left.Shoulder;
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllGestures))]
    public void Bones_keep_their_length_and_nothing_jumps(Gesture gesture)
    {
        for (int number = 1; number <= 3; number++)
        {
            Subject subject = Subject.Draw(5, number);
            GestureScene scene = Scene(gesture, number);
            BodyPose last = scene.PoseAt(-0.5);
            for (double t = -0.496; t < 3; t += 0.004)
            {
                BodyPose pose = scene.PoseAt(t);
                foreach (ArmPose arm in new[] { pose.Right, pose.Left })
                {
                    Vector3.Distance(arm.Shoulder, arm.Elbow).ShouldBe(subject.UpperArm, 0.001f);
                    Vector3.Distance(arm.Elbow, arm.Wrist).ShouldBe(subject.Forearm, 0.02f);
                }

                // 8 m/s is a fast blow; a jump would be hundreds.
                Vector3.Distance(pose.Right.Wrist, last.Right.Wrist).ShouldBeLessThan(0.032f);
                Vector3.Distance(pose.Left.Wrist, last.Left.Wrist).ShouldBeLessThan(0.032f);
                last = pose;
            }
        }
    }

    [Fact]
    public void Persons_differ_and_the_same_person_is_the_same_again()
    {
        Subject.Draw(1, 3).ShouldBe(Subject.Draw(1, 3));
        Subject.Draw(1, 3).ShouldNotBe(Subject.Draw(1, 4));
        Subject.Draw(1, 3).ShouldNotBe(Subject.Draw(2, 3));
    }

    [Fact]
    public void Two_performances_of_one_gesture_differ_but_not_as_much_as_two_persons()
    {
        Vector3[] one = Path(new GestureScene(Subject.Draw(5, 1), Lighting.Led, [new(Gesture.RightHandWave, 0, 4)], 5, new(32, 32)));
        Vector3[] again = Path(new GestureScene(Subject.Draw(5, 1), Lighting.Natural, [new(Gesture.RightHandWave, 0, 4)], 5, new(32, 32)));
        again.ShouldNotBe(one);
        Vector3 Mean(Vector3[] path) => path.Aggregate(Vector3.Zero, (a, b) => a + b) / path.Length;
        float within = Vector3.Distance(Mean(one), Mean(again));
        float between = (float)Enumerable.Range(2, 8).Average(n => Vector3.Distance(
            Mean(one), Mean(Path(new GestureScene(Subject.Draw(5, n), Lighting.Led, [new(Gesture.RightHandWave, 0, 4)], 5, new(32, 32))))));
        within.ShouldBeLessThan(between);

        static Vector3[] Path(GestureScene scene) => [.. Enumerable.Range(0, 400).Select(n => scene.PoseAt(n * 0.01).Right.Wrist)];
    }

    [Theory]
    [InlineData(Lighting.Fluorescent)]
    [InlineData(Lighting.Led)]
    [InlineData(Lighting.Natural)]
    public void The_picture_shows_light_in_range_and_the_same_moment_looks_the_same(Lighting lighting)
    {
        var scene = new GestureScene(Subject.Draw(1, 1), lighting, [new(Gesture.AirDrums, 0, 2)], 1, SensorSize.Dvs128);
        var one = new float[128 * 128];
        var two = new float[128 * 128];
        scene.Render(0.7, one);
        scene.Render(0.9, two);
        two.ShouldNotBe(one);
        scene.Render(0.7, two);
        two.ShouldBe(one);
        one.ShouldAllBe(v => v > 0 && v < 300);
        (one.Max() / one.Min()).ShouldBeGreaterThan(3);
    }

    [Fact]
    public void Tubes_flicker_with_twice_the_mains_and_lamps_do_not()
    {
        Swing(Lighting.Fluorescent).ShouldBeGreaterThan(0.04);
        Swing(Lighting.Led).ShouldBeLessThan(0.02);

        // Brightest against darkest within 20 ms of a corner where nothing moves.
        static double Swing(Lighting lighting)
        {
            var scene = new GestureScene(Subject.Draw(1, 1), lighting, [new(Gesture.AirDrums, 0, 2)], 1, new(16, 16));
            var light = new float[256];
            double[] corner = [.. Enumerable.Range(0, 40).Select(n =>
            {
                scene.Render(1 + (n * 0.0005), light);
                return (double)light[0];
            })];
            return (corner.Max() - corner.Min()) / corner.Average();
        }
    }

    [Fact]
    public void Windows_that_overlap_are_refused() =>
        Should.Throw<ArgumentException>(() => new GestureScene(
            Subject.Draw(1, 1), Lighting.Led, [new(Gesture.ArmRoll, 0, 2), new(Gesture.AirDrums, 1, 3)], 1, new(16, 16)))
            .Message.ShouldContain("must follow each other");

    private static GestureScene Scene(Gesture gesture, int subject) =>
        new(Subject.Draw(5, subject), Lighting.Led, [new(gesture, 0, 2)], 5, new(32, 32));

    private static (double Right, double Left) Motion(GestureScene scene)
    {
        double right = 0, left = 0;
        for (int n = 0; n < 200; n++)
        {
            BodyPose a = scene.PoseAt(n * 0.01);
            BodyPose b = scene.PoseAt((n + 1) * 0.01);
            right += Vector3.Distance(a.Right.Wrist, b.Right.Wrist);
            left += Vector3.Distance(a.Left.Wrist, b.Left.Wrist);
        }

        return (right, left);
    }
}
