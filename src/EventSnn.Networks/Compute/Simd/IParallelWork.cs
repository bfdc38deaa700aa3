namespace EventSnn.Networks.Compute.Simd;

/// <summary>Work in independent tasks, whose results do not depend on who runs which.</summary>
internal interface IParallelWork
{
    /// <summary>Runs one task.</summary>
    /// <param name="task">From 0.</param>
    /// <param name="worker">The thread's number in its team, from 0: selects scratch memory.</param>
    void Execute(int task, int worker);

    /// <summary>Called once on the thread of <see cref="WorkerTeam.Run"/> when the tasks given to <see cref="WorkerTeam.RunBeside"/> are done.</summary>
    void Finish();
}
