namespace EventSnn.Cli.Bench;

/// <summary>One measurement of the engine.</summary>
/// <param name="Name">Its name in the output.</param>
/// <param name="InputRate">The share of inputs that have an event in a step.</param>
/// <param name="LayerRate">The output rate that the layers are brought to; null for what fresh weights give.</param>
/// <param name="Learn">Whether every step learns.</param>
/// <param name="Batch">Streams side by side.</param>
internal sealed record EngineCase(string Name, double InputRate, double? LayerRate, bool Learn, int Batch = 1)
{
    /// <summary>All cases, the cheap first.</summary>
    public static IReadOnlyList<EngineCase> All { get; } =
    [
        new("infer-1pct", .01, .01, Learn: false),
        new("infer-4pct", .04, .04, Learn: false),
        new("infer-10pct", .10, .10, Learn: false),
        new("infer-30pct", .30, .30, Learn: false),
        new("infer-natural", .03, null, Learn: false),
        new("learn-controlled", .04, .04, Learn: true),
        new("learn-natural", .03, null, Learn: true),
        new("learn-batch72", .03, null, Learn: true, Batch: 72),
    ];
}
