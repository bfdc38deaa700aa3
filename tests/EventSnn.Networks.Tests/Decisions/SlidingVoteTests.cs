using EventSnn.Events.Random;
using EventSnn.Networks.Decisions;

namespace EventSnn.Networks.Tests.Decisions;

public sealed class SlidingVoteTests
{
    [Fact]
    public void A_step_leaves_the_vote_when_the_window_has_passed_it()
    {
        var vote = new SlidingVote(2, window: 2, VoteKind.Majority);
        vote.Add([1, 0]);
        vote.Add([1, 0]);
        vote.Class.ShouldBe(0);
        vote.Add([0, 1]);
        vote.Add([0, 1]);
        vote.Class.ShouldBe(1);
        vote.Confidence.ShouldBe(1);
    }

    [Theory]
    [InlineData(VoteKind.Majority)]
    [InlineData(VoteKind.SummedScores)]
    public void After_any_number_of_steps_it_says_what_a_clip_vote_over_the_last_steps_says(VoteKind kind)
    {
        const int Window = 7;
        var random = new RandomStream(3);
        var vote = new SlidingVote(4, Window, kind);
        var history = new List<float[]>();
        for (int step = 0; step < 1000; step++)
        {
            float[] scores = [random.NextSingle(), random.NextSingle(), random.NextSingle(), random.NextSingle()];
            history.Add(scores);
            vote.Add(scores);
            var expected = new ClipVote(4, kind);
            foreach (float[] last in history.TakeLast(Window))
            {
                expected.Add(last);
            }

            var mean = new float[4];
            vote.MeanScores(mean);
            for (int c = 0; c < 4; c++)
            {
                mean[c].ShouldBe((float)(expected.Votes[c] / expected.Steps), 1e-6f);
            }
        }
    }

    [Theory]
    [InlineData(VoteKind.Majority)]
    [InlineData(VoteKind.SummedScores)]
    public void Skipped_steps_take_their_place_in_the_window_without_a_vote(VoteKind kind)
    {
        const int Window = 7;
        var random = new RandomStream(4);
        var vote = new SlidingVote(3, Window, kind);
        var history = new List<float[]?>();
        for (int step = 0; step < 1000; step++)
        {
            int skipped = random.NextInt32(4) == 0 ? random.NextInt32(10) : 0;
            vote.Skip(skipped);
            history.AddRange(Enumerable.Repeat<float[]?>(null, skipped));
            if (step % 100 == 50)
            {
                vote.Clear();
                history.Clear();
            }

            float[] scores = [random.NextSingle(), random.NextSingle(), random.NextSingle()];
            history.Add(scores);
            vote.Add(scores);
            var expected = new ClipVote(3, kind);
            foreach (float[] last in history.TakeLast(Window).OfType<float[]>())
            {
                expected.Add(last);
            }

            var mean = new float[3];
            vote.MeanScores(mean);
            vote.Steps.ShouldBe((int)expected.Steps);
            for (int c = 0; c < 3; c++)
            {
                mean[c].ShouldBe((float)(expected.Votes[c] / expected.Steps), 1e-6f);
            }
        }
    }

    [Fact]
    public void The_latest_step_stays_the_latest_however_long_ago_it_was()
    {
        var vote = new SlidingVote(2, window: 5, VoteKind.Latest);
        vote.Add([0, 1]);
        vote.Skip(1000);
        vote.Class.ShouldBe(1);
    }
}
