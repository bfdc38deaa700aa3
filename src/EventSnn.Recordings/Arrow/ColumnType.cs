namespace EventSnn.Recordings.Arrow;

/// <summary>How a column stores its values.</summary>
/// <param name="Bits">1 (a bitmap), 8, 16, 32 or 64.</param>
/// <param name="Multiply">What turns a time into microseconds: multiplied by this,</param>
/// <param name="Divide">and divided by this.</param>
/// <param name="Signed">Whether values can be negative.</param>
internal readonly record struct ColumnType(int Bits, long Multiply, long Divide, bool Signed)
{
    /// <summary>Bytes that so many values take.</summary>
    public long BytesFor(long count) => ((count * Bits) + 7) / 8;
}
