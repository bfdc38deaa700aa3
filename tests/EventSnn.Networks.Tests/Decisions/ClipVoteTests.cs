using EventSnn.Networks.Decisions;

namespace EventSnn.Networks.Tests.Decisions;

public sealed class ClipVoteTests
{
    [Fact]
    public void Majority_counts_the_best_class_of_every_step_however_close_it_was()
    {
        var vote = new ClipVote(3, VoteKind.Majority);
        vote.Add([.50f, .49f, 0]);
        vote.Add([.50f, .49f, 0]);
        vote.Add([0, 9, 0]);
        vote.Class.ShouldBe(0);
        vote.Votes.ToArray().ShouldBe([2, 1, 0]);
        vote.Confidence.ShouldBe(2.0 / 3, 1e-12);
    }

    [Fact]
    public void Summed_scores_let_a_sure_step_outweigh_two_unsure_ones()
    {
        var vote = new ClipVote(3, VoteKind.SummedScores);
        vote.Add([.50f, .49f, 0]);
        vote.Add([.50f, .49f, 0]);
        vote.Add([0, 9, 0]);
        vote.Class.ShouldBe(1);
    }

    [Fact]
    public void A_tie_goes_to_the_class_that_was_seen_first_as_in_the_reference()
    {
        var vote = new ClipVote(3, VoteKind.Majority);
        vote.Add([0, 0, 1]);
        vote.Add([1, 0, 0]);
        vote.Class.ShouldBe(2);
    }

    [Fact]
    public void There_is_no_winner_before_the_first_step_and_after_clearing()
    {
        var vote = new ClipVote(2, VoteKind.SummedScores);
        vote.Class.ShouldBe(-1);
        vote.Confidence.ShouldBe(0);
        vote.Add([0, 1]);
        vote.Clear();
        vote.Class.ShouldBe(-1);
    }

    [Fact]
    public void Scores_of_another_number_of_classes_are_refused() =>
        Should.Throw<ArgumentException>(() => new ClipVote(2, VoteKind.Majority).Add([1, 2, 3])).Message.ShouldContain("2 classes");
}
