using System.Runtime.CompilerServices;

namespace EventSnn.Cli.Tests;

/// <summary>Tests leave nothing in the cache folder of whoever runs them.</summary>
internal static class NoIndexes
{
    [ModuleInitializer]
    public static void SwitchOff() => Environment.SetEnvironmentVariable("EVENTSNN_INDEX", "off");
}
