namespace EventSnn.Training.DataSets;

/// <summary>One labelled clip of a data set, before it is read.</summary>
/// <param name="Id">Its name within the data set, for records and messages.</param>
/// <param name="Label">The class, from 0.</param>
/// <param name="Part">The part that the data set puts it in.</param>
/// <param name="Subject">Who moved; null where the data set does not say.</param>
/// <param name="Series">
/// The run of neighbouring clips that it belongs to, in whose order it stands: neighbours are often of one person, so folds are cut
/// as blocks within a series.
/// </param>
public sealed record ClipEntry(string Id, int Label, ClipPart Part, string? Subject, string Series);
