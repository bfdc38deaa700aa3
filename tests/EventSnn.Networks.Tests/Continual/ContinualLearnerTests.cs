using EventSnn.Events.Random;
using EventSnn.Networks.Continual;

namespace EventSnn.Networks.Tests.Continual;

public sealed class ContinualLearnerTests
{
    private const int Size = 32;
    private readonly RandomStream random = new(3);

    [Theory]
    [InlineData(4, long.MaxValue, 4)] // so many showings
    [InlineData(20, 3 * 8 * Size * Size, 2)] // so many bytes: a snapshot is the metric and a little more
    [InlineData(20, 1, 1)] // the last showing can always be undone
    public void Undo_goes_back_as_far_as_its_memory_reaches(int depth, long bytes, int kept)
    {
        var learner = new ContinualLearner(Size, new ContinualOptions { UndoDepth = depth, UndoBytes = bytes });
        for (int i = 0; i < 6; i++)
        {
            Show(learner, $"gesture {i}");
        }

        learner.UndoDepth.ShouldBe(kept);
        for (int i = 0; i < kept; i++)
        {
            learner.Undo().ShouldBeTrue();
        }

        learner.Undo().ShouldBeFalse();
        learner.Classes.Count.ShouldBe(6 - kept);
    }

    private void Show(ContinualLearner learner, string name)
    {
        learner.Begin(name);
        var vector = new float[Size];
        for (int k = 0; k < 10; k++)
        {
            for (int i = 0; i < Size; i++)
            {
                vector[i] = (float)random.NextDouble();
            }

            learner.Learn(vector, .1, 1000);
        }

        learner.End();
    }
}
