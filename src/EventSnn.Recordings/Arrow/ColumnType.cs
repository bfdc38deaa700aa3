namespace EventSnn.Recordings.Arrow;

/// <summary>How a column stores its values.</summary>
/// <param name="Bits">1 (a bitmap), 8, 16, 32 or 64.</param>
/// <param name="Multiply">What turns a time into microseconds: multiplied by this,</param>
/// <param name="Divide">and divided by this.</param>
/// <param name="Signed">Whether values can be negative.</param>
internal readonly record struct ColumnType(int Bits, long Multiply, long Divide, bool Signed)
{
    /// <summary>True for times that are stored as batches hold them: 64 bits, in microseconds.</summary>
    public bool IsPlainTime => this is { Bits: 64, Multiply: 1, Divide: 1 } && BitConverter.IsLittleEndian;

    /// <summary>True for coordinates that are stored as batches hold them: 16 bits without a sign.</summary>
    public bool IsPlainCoordinate => this is { Bits: 16, Signed: false } && BitConverter.IsLittleEndian;

    /// <summary>True for polarities in a byte without a sign, of which any but 0 means ON.</summary>
    public bool IsPlainPolarity => this is { Bits: 8, Signed: false };

    /// <summary>Bytes that so many values take.</summary>
    public long BytesFor(long count) => ((count * Bits) + 7) / 8;
}
