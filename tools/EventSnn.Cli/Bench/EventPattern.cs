namespace EventSnn.Cli.Bench;

/// <summary>How the events of a measured file follow each other.</summary>
internal enum EventPattern
{
    /// <summary>Single events anywhere.</summary>
    Singles,

    /// <summary>32 neighbours of a row at a time.</summary>
    Rows,

    /// <summary>Single events and bursts of up to 20 along a row, with gaps.</summary>
    Mix,
}
