using System.Diagnostics;
using EventSnn.Events.Random;
using EventSnn.Networks.EndToEnd;

namespace EventSnn.Training.Rules;

/// <summary>Gives a rule its budget and tests it. Equal seeds show every rule the same clips in the same mini-batches.</summary>
public static class RuleRun
{
    /// <summary>Trains and tests.</summary>
    /// <param name="rule">The rule's name, for the record.</param>
    /// <param name="learner">The learner, fresh.</param>
    /// <param name="train">Clips to learn from.</param>
    /// <param name="test">Clips to test with.</param>
    /// <param name="epochs">Passes, at least 1.</param>
    /// <param name="batch">Clips of a mini-batch, at least 1.</param>
    /// <param name="seed">Seed of the order.</param>
    /// <param name="onEpoch">Told every epoch's number and test accuracy where given (the tests are not part of the time); null to test at the end only.</param>
    /// <param name="cancellation">Checked before every mini-batch.</param>
    /// <returns>The figures.</returns>
    public static RuleFigures Run(
        string rule,
        IRuleLearner learner,
        IReadOnlyList<LabelledClip> train,
        IReadOnlyList<LabelledClip> test,
        int epochs,
        int batch,
        ulong seed,
        Action<int, double>? onEpoch = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        var clock = new Stopwatch();
        double processor = 0;
        using var process = Process.GetCurrentProcess();
        long seen = 0;
        LabelledClip[] order = [.. train];
        double accuracy = double.NaN;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            RandomStream.Fork(seed, 77, (ulong)epoch).Shuffle<LabelledClip>(order);
            process.Refresh();
            double before = process.TotalProcessorTime.TotalSeconds;
            clock.Start();
            foreach (LabelledClip[] clips in order.Chunk(batch))
            {
                cancellation.ThrowIfCancellationRequested();
                learner.Progress = (double)seen / ((long)epochs * train.Count);
                learner.Learn(clips);
                seen += clips.Length;
            }

            clock.Stop();
            process.Refresh();
            processor += process.TotalProcessorTime.TotalSeconds - before;
            if (onEpoch is not null || epoch == epochs - 1)
            {
                accuracy = test.Count == 0 ? double.NaN : test.Count(c => learner.Classify(c.Steps) == c.Label) / (double)test.Count;
                onEpoch?.Invoke(epoch + 1, accuracy);
            }
        }

        return new(rule, seed, accuracy, seen, learner.Updates, learner.LearningOperations, clock.Elapsed.TotalSeconds, processor, learner.StatePerNeuron, learner.StatePerSynapse);
    }
}
