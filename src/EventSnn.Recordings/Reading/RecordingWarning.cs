namespace EventSnn.Recordings.Reading;

/// <summary>Something that a tolerant reader met and passed over; a strict reader throws instead.</summary>
/// <param name="ByteOffset">Offset in the (decompressed) content in bytes.</param>
/// <param name="Expected">What should have been there.</param>
/// <param name="Found">What was there instead.</param>
public sealed record RecordingWarning(long ByteOffset, string Expected, string Found)
{
    /// <inheritdoc/>
    public override string ToString() => $"byte {ByteOffset}: expected {Expected}, found {Found}";
}
