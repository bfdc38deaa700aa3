using System.Runtime.ExceptionServices;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// A few threads that share small pieces of work every fraction of a millisecond. Helpers spin for a moment between pieces, which
/// makes the hand-over cost about a microsecond, then sleep: an idle network costs nothing, an oversubscribed machine is not blocked.
/// Every worker first takes the tasks that it took last time, whose data its cache may still hold, then what others have not begun.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    // About 50 us of spinning: longer than the gaps inside a step, shorter than those between steps of a slow stream.
    private const int SpinRounds = 600;
    private const int Line = 16;
    private readonly Thread[] helpers;
    private readonly SemaphoreSlim wake = new(0);
    private IParallelWork? work;
    private int taskCount;
    private IParallelWork? beside;
    private int besideCount;
    private IParallelWork? waiting; // helpers that are late may still look at the fields above, so that what comes next waits here
    private int waitingCount;
    private readonly int[] taken; // tasks begun of each worker's own, of both works, a cache line apart
    private int remaining;
    private int generation;
    private int sleeping;
    private int inside;
    private volatile bool stopping;
    private Exception? failure;

    public WorkerTeam(int threads)
    {
        Threads = threads;
        taken = new int[2 * threads * Line];
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.Length; i++)
        {
            int worker = i + 1;
            helpers[i] = new Thread(() => Help(worker)) { IsBackground = true, Name = $"EventSnn worker {worker}" };
            helpers[i].Start();
        }
    }

    public int Threads { get; }

    /// <summary>Runs all tasks, and those that wait to run beside them, and returns when they are done. The caller takes part.</summary>
    public void Run(IParallelWork newWork, int tasks)
    {
        if (helpers.Length == 0 || (tasks == 1 && waitingCount == 0))
        {
            for (int task = 0; task < tasks; task++)
            {
                newWork.Execute(task, 0);
            }

            return;
        }

        // Odd generations mean "changing": a helper that is late must neither enter nor still be inside while the numbers change.
        Interlocked.Increment(ref generation);
        var wait = default(SpinWait);
        while (Volatile.Read(ref inside) != 0)
        {
            wait.SpinOnce(-1);
        }

        work = newWork;
        taskCount = tasks;
        beside = waiting;
        besideCount = waitingCount;
        waitingCount = 0;
        remaining = tasks + besideCount;
        Array.Clear(taken);
        Interlocked.Increment(ref generation);
        int asleep = Volatile.Read(ref sleeping);
        if (asleep > 0)
        {
            wake.Release(asleep);
        }

        Drain(0);
        wait = default;
        while (Volatile.Read(ref remaining) > 0)
        {
            wait.SpinOnce(-1);
        }

        Exception? error = Interlocked.Exchange(ref failure, null);
        if (error is not null)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        if (besideCount > 0)
        {
            beside!.Finish();
        }
    }

    /// <summary>
    /// Takes tasks that may run beside those of the next <see cref="Run"/>, on threads that would else wait for its last ones; runs them at
    /// once where there is one thread.
    /// </summary>
    public void RunBeside(IParallelWork newWork, int tasks)
    {
        Settle();
        if (helpers.Length == 0)
        {
            Run(newWork, tasks);
            newWork.Finish();
            return;
        }

        waiting = newWork;
        waitingCount = tasks;
    }

    /// <summary>Runs what waits.</summary>
    public void Settle()
    {
        if (waitingCount > 0)
        {
            IParallelWork what = waiting!;
            int tasks = waitingCount;
            waitingCount = 0;
            Run(what, tasks);
            what.Finish();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (stopping)
        {
            return;
        }

        stopping = true;
        wake.Release(helpers.Length + 1);
        foreach (Thread helper in helpers)
        {
            helper.Join();
        }

        wake.Dispose();
    }

    private void Help(int worker)
    {
        int seen = 0;
        int round = 0;
        while (!stopping)
        {
            int now = Volatile.Read(ref generation);
            if (now != seen && (now & 1) == 0)
            {
                seen = now;
                round = 0;
                Interlocked.Increment(ref inside);
                if (Volatile.Read(ref generation) == now)
                {
                    Drain(worker);
                }

                Interlocked.Decrement(ref inside);
            }
            else if (++round < SpinRounds)
            {
                Thread.SpinWait(8);
            }
            else
            {
                Interlocked.Increment(ref sleeping);
                int current = Volatile.Read(ref generation);
                if ((current == seen || (current & 1) != 0) && !stopping)
                {
                    wake.Wait();
                }

                Interlocked.Decrement(ref sleeping);
                round = 0;
            }
        }
    }

    private void Drain(int worker)
    {
        // Both works' own tasks come before anybody else's.
        for (int i = 0; i < Threads; i++)
        {
            int owner = (worker + i) % Threads;
            Drain(work!, taskCount, owner, owner, worker);
            Drain(beside!, besideCount, owner, Threads + owner, worker);
        }
    }

    private void Drain(IParallelWork of, int count, int owner, int counter, int worker)
    {
        while (count > 0)
        {
            int task = owner + ((Interlocked.Increment(ref taken[counter * Line]) - 1) * Threads);
            if (task >= count)
            {
                break;
            }

            Execute(of, task, worker);
        }
    }

    private void Execute(IParallelWork of, int task, int worker)
    {
        try
        {
            of.Execute(task, worker);
        }
#pragma warning disable CA1031 // handed to the caller of Run, which must not wait for a task that will never end
        catch (Exception e)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref failure, e, null);
        }

        Interlocked.Decrement(ref remaining);
    }
}
