namespace EventSnn.Recordings.Reading;

/// <summary>Items of a recording that are not pixel events (frames, IMU, triggers), counted and passed over.</summary>
/// <param name="Name">What they are, in the format's own words.</param>
/// <param name="Count">How many the reader has met.</param>
public sealed record OtherItems(string Name, long Count);
