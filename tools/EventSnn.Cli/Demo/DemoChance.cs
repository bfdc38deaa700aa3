namespace EventSnn.Cli.Demo;

/// <summary>What seeds mean to a demonstration.</summary>
internal enum DemoChance
{
    /// <summary>It runs any number of seeds.</summary>
    Many,

    /// <summary>It runs one seed.</summary>
    One,

    /// <summary>Nothing in it is left to chance.</summary>
    None,
}
