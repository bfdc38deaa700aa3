using EventSnn.Networks.Evaluation;

namespace EventSnn.Networks.Tests.Evaluation;

public sealed class ConfusionMatrixTests
{
    [Fact]
    public void It_counts_right_wrong_and_missing_predictions()
    {
        var matrix = new ConfusionMatrix(["a", "b"]);
        matrix.Accuracy.ShouldBeNull();
        matrix.Add(0, 0);
        matrix.Add(0, 1);
        matrix.Add(1, -1);
        matrix.Accuracy.ShouldBe(1.0 / 3);
        matrix.ToRows().ShouldBe([[1, 1, 0], [0, 0, 1]]);
        matrix[1, -1].ShouldBe(1);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 2)]
    public void A_class_that_is_none_is_refused(int label, int predicted) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new ConfusionMatrix(["a", "b"]).Add(label, predicted));
}
