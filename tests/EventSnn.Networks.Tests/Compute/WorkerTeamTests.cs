using EventSnn.Networks.Compute.Simd;

namespace EventSnn.Networks.Tests.Compute;

public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Every_task_runs_once_before_its_work_is_finished_also_beside_other_work(int threads)
    {
        using var team = new WorkerTeam(threads);
        var works = new Counting[3];
        for (int i = 0; i < works.Length; i++)
        {
            works[i] = new Counting(7);
        }

        // As a network uses it: what one layer learns waits for the forward pass of the next; numbers of tasks change all the time.
        for (int round = 1; round <= 5000; round++)
        {
            int tasks = 1 + (round % 7);
            team.Run(works[0], tasks);
            team.RunBeside(works[1], 8 - tasks);
            team.Run(works[2], tasks);
            works[1].Finished.ShouldBe(round);
            works[0].TakeRuns().ShouldBe(Ones(tasks));
            works[1].TakeRuns().ShouldBe(Ones(8 - tasks));
            works[2].TakeRuns().ShouldBe(Ones(tasks));
        }
    }

    [Fact]
    public void What_waits_runs_when_the_team_settles_and_before_anything_else_may_wait()
    {
        using var team = new WorkerTeam(2);
        var first = new Counting(3);
        var second = new Counting(3);
        team.RunBeside(first, 3);
        team.RunBeside(second, 2);
        first.Finished.ShouldBe(1);
        second.Finished.ShouldBe(0);
        team.Settle();
        team.Settle();
        second.Finished.ShouldBe(1);
        first.TakeRuns().ShouldBe([1, 1, 1]);
        second.TakeRuns().ShouldBe([1, 1, 0]);
    }

    [Fact]
    public void A_task_that_fails_fails_the_caller_and_leaves_the_team_fit_for_work()
    {
        using var team = new WorkerTeam(2);
        var good = new Counting(4);
        team.RunBeside(new Failing(), 4);
        Should.Throw<InvalidOperationException>(() => team.Run(good, 4));
        good.TakeRuns().ShouldBe([1, 1, 1, 1]);
        team.Run(good, 4);
        good.TakeRuns().ShouldBe([1, 1, 1, 1]);
    }

    private static int[] Ones(int count) => [.. Enumerable.Range(0, 7).Select(i => i < count ? 1 : 0)];

    private sealed class Counting(int tasks) : IParallelWork
    {
        private readonly int[] runs = new int[tasks];

        public int Finished { get; private set; }

        public void Execute(int task, int worker) => Interlocked.Increment(ref runs[task]);

        public void Finish() => Finished++;

        public int[] TakeRuns()
        {
            int[] copy = [.. runs];
            Array.Clear(runs);
            return copy;
        }
    }

    private sealed class Failing : IParallelWork
    {
        public void Execute(int task, int worker) => throw new InvalidOperationException("as it should");

        public void Finish()
        {
        }
    }
}
