using Apache.Arrow;

namespace EventSnn.Arrow.Batches;

/// <summary>The column of times of a lent event batch. A record batch disposes its columns; this one then ends the loan of all four.</summary>
/// <param name="values">The times.</param>
/// <param name="count">How many.</param>
/// <param name="loan">The loan.</param>
internal sealed class LentTimes(ArrowBuffer values, int count, Loan loan) : Int64Array(values, ArrowBuffer.Empty, count, 0, 0)
{
    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            loan.Dispose();
        }
    }
}
