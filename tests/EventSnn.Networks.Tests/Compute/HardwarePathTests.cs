using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using EventSnn.Networks.Compute.Simd;
using EventSnn.Networks.Tests.Support;
using EventSnn.TestKit;

namespace EventSnn.Networks.Tests.Compute;

/// <summary>
/// The same tests on machines with less: a child process without AVX-512, and one without any vector instruction, check the golden
/// vectors and make the same decisions. The runtime's own switches decide, as they do for a user.
/// </summary>
public sealed class HardwarePathTests
{
    /// <summary>Where a child leaves its decisions.</summary>
    private const string ProbeFile = "EVENTSNN_TEST_DECISIONS";

    [Theory]
    [InlineData("DOTNET_EnableAVX512", SimdWidth.Vector256)]
    [InlineData("DOTNET_EnableHWIntrinsic", SimdWidth.Scalar)]
    public async Task A_machine_with_narrower_vectors_passes_the_golden_vectors_and_decides_the_same(string without, SimdWidth width)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(ProbeFile) is not null, "this is such a child");
        using var folder = new TemporaryFolder();
        string file = folder.File("decisions");
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in new[]
        {
            typeof(HardwarePathTests).Assembly.Location,
            "-class", typeof(Golden.GoldenVectorTests).FullName!, "-class", typeof(Golden.OracleTests).FullName!, "-class", typeof(HardwarePathTests).FullName!,
        })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[without] = "0";
        start.Environment[ProbeFile] = file;
        using Process child = Process.Start(start)!;
        Task<string> output = child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        child.ExitCode.ShouldBe(0, await output + await error);

        string[] lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.SkipWhen(width == SimdWidth.Vector256 && !Vector256.IsHardwareAccelerated, "this machine has no AVX2");
        lines[0].ShouldBe(width.ToString());
        lines[1..].ShouldBe(Decisions());
    }

    [Fact]
    public async Task The_width_is_the_widest_that_the_machine_has()
    {
        using var backend = new SimdBackend(new SimdOptions { Threads = 1 });
        backend.Width.ShouldBe(Vector512.IsHardwareAccelerated ? SimdWidth.Vector512 : Vector256.IsHardwareAccelerated ? SimdWidth.Vector256 : SimdWidth.Scalar);
        if (Environment.GetEnvironmentVariable(ProbeFile) is { } file)
        {
            await File.WriteAllLinesAsync(file, [backend.Width.ToString(), .. Decisions()], TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The class decided for in each of 300 steps, with learning on.</summary>
    private static string[] Decisions()
    {
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 11);
        NetworkState state = network.CreateState();
        var decisions = new string[300];
        for (int t = 0; t < decisions.Length; t++)
        {
            Synthetic.Run(network, state, t, t + 1);
            float[] scores = state.Scores.ToArray();
            decisions[t] = Array.IndexOf(scores, scores.Max()).ToString(CultureInfo.InvariantCulture);
        }

        return decisions;
    }
}
