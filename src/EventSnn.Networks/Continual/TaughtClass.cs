namespace EventSnn.Networks.Continual;

/// <summary>A class and what was shown of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Showings">How often it was shown.</param>
/// <param name="Seconds">Seconds of data, all showings together.</param>
public sealed record TaughtClass(string Name, int Showings, double Seconds);
