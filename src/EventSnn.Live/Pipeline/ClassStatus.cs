namespace EventSnn.Live.Pipeline;

/// <summary>A class as the page shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Seconds">Seconds of data that it was taught with; 0 for a class of the model.</param>
/// <param name="Showings">How often it was shown.</param>
public sealed record ClassStatus(string Name, double Seconds, int Showings);
