using EventSnn.TestKit;

namespace EventSnn.Cli.Tests;

/// <summary>What comes with the repository.</summary>
internal static class Shipped
{
    /// <summary>The full path of something in the repository.</summary>
    public static string File(string path) => Path.Combine(Repository.Root ?? throw new InvalidOperationException("The tests run outside a checkout."), path);
}
