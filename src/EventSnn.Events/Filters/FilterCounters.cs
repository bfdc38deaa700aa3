namespace EventSnn.Events.Filters;

/// <summary>What a filter did. <c>In = Out + Filtered + OutOfRange</c> at every moment.</summary>
/// <param name="In">Events received.</param>
/// <param name="Out">Events passed on.</param>
/// <param name="Filtered">Events taken out by the filter's own rule.</param>
/// <param name="OutOfRange">Events taken out because they lie outside the filter's input size.</param>
public readonly record struct FilterCounters(long In, long Out, long Filtered, long OutOfRange)
{
    /// <summary>Adds two counts.</summary>
    /// <param name="a">A count.</param>
    /// <param name="b">Another.</param>
    /// <returns>Their sum, member by member.</returns>
    public static FilterCounters operator +(FilterCounters a, FilterCounters b) =>
        new(a.In + b.In, a.Out + b.Out, a.Filtered + b.Filtered, a.OutOfRange + b.OutOfRange);
}
